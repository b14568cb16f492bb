package io.bitchat.launcher.doctor;

/**
 * One line of the doctor's report.
 *
 * @param remedy what to do; empty if all is well
 */
record Finding(Verdict verdict, String subject, String detail, String remedy) {
    enum Verdict {
        OK("ok  "),
        WARN("warn"),
        FAIL("FAIL");

        private final String mark;

        Verdict(String mark) {
            this.mark = mark;
        }
    }

    static Finding ok(String subject, String detail) {
        return new Finding(Verdict.OK, subject, detail, "");
    }

    static Finding warn(String subject, String detail, String remedy) {
        return new Finding(Verdict.WARN, subject, detail, remedy);
    }

    static Finding fail(String subject, String detail, String remedy) {
        return new Finding(Verdict.FAIL, subject, detail, remedy);
    }

    String line() {
        return verdict.mark + "  " + subject + ": " + detail + (remedy.isEmpty() ? "" : " → " + remedy);
    }
}
