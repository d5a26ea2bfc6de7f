package dev.rondo.looptests;

/// How much a test does: little, unless a system property asks for more.
public final class Amount {
    private Amount() {}

    /// {@return a number, such as `-Drondo.test.children=5000`}
    ///
    /// @param property what comes after `rondo.test.`
    /// @param usual the number without the property
    public static int of(String property, int usual) {
        return Math.toIntExact(bytes(property, usual));
    }

    /// {@return a number of bytes, such as `-Drondo.test.transfer=2g`}
    ///
    /// @param property what comes after `rondo.test.`
    /// @param usual the number without the property
    public static long bytes(String property, long usual) {
        String text = System.getProperty("rondo.test." + property, "");
        if (text.isEmpty()) {
            return usual;
        }
        long unit =
                switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
                    case 'k' -> 1L << 10;
                    case 'm' -> 1L << 20;
                    case 'g' -> 1L << 30;
                    default -> 1;
                };
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        return Math.multiplyExact(Long.parseLong(digits), unit);
    }
}
