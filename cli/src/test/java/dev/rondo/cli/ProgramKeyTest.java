package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramKeyTest {
    @TempDir Path folder;

    private Path jar;

    @BeforeEach
    void makeAJar() throws IOException {
        jar = Files.writeString(folder.resolve("some.jar"), "jar");
    }

    @Test
    void isTheSameForTheSameContents() throws IOException {
        String before = key("A.java", "class A {}");

        assertEquals(before, key("A.java", "class A {}"));
        assertEquals(64, before.length());
    }

    @Test
    void changesWithTheSource() throws IOException {
        assertNotEquals(key("A.java", "class A {}"), key("A.java", "class A { }"));
    }

    @Test
    void changesWithTheNameOfTheFile() throws IOException {
        assertNotEquals(key("A.java", "void main() {}"), key("B.java", "void main() {}"));
    }

    @Test
    void changesWithTheSizeOfAJar() throws IOException {
        FileTime time = Files.getLastModifiedTime(jar);
        String before = key("A.java", "class A {}");
        Files.writeString(jar, "longer");
        Files.setLastModifiedTime(jar, time);

        assertNotEquals(before, key("A.java", "class A {}"));
    }

    @Test
    void changesWithTheTimeOfAJar() throws IOException {
        String before = key("A.java", "class A {}");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));

        assertNotEquals(before, key("A.java", "class A {}"));
    }

    @Test
    void changesWithAFileInAFolderOfClasses() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/some"));
        String before = key("A.java", "class A {}");
        Files.writeString(classes.resolve("Some.class"), "class");

        assertNotEquals(before, key("A.java", "class A {}"));
    }

    private String key(String name, String text) throws IOException {
        Path source = Files.writeString(folder.resolve(name), text);
        String classPath = jar + File.pathSeparator + folder.resolve("classes");
        return ProgramKey.of(SourceFile.read(source.toString()), classPath);
    }
}
