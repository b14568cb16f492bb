package io.bitchat.files.tus;

import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether an upload is a file, a part of one, or concatenated from parts. */
sealed interface UploadConcat {
    int MAX_PARTS = 256;
    Pattern PART = Pattern.compile("(?:.*/)?(" + StoredFile.PARTIAL + "[0-9a-f]{1,64})/?");

    record Whole() implements UploadConcat {}

    record Partial() implements UploadConcat {}

    /**
     * @param header as it was sent
     * @param parts ids of the parts, in order; one may occur twice
     */
    record Final(String header, List<String> parts) implements UploadConcat {}

    /** Parses the header; fails with 400 if it is malformed. */
    static UploadConcat parse(@Nullable String header) {
        if (header == null) return new Whole();
        var text = header.strip();
        if (text.equals("partial")) return new Partial();
        if (!text.matches("final;[ -~]*")) throw bad("must be 'partial', or 'final;' and the URLs of partial uploads");
        var parts = new ArrayList<String>();
        for (var url : text.substring("final;".length()).strip().split(" +", -1)) {
            var match = PART.matcher(url);
            if (!match.matches()) throw bad("has '" + url + "', which is not the URL of a partial upload");
            parts.add(match.group(1));
        }
        if (parts.size() > MAX_PARTS) throw bad("has more than " + MAX_PARTS + " partial uploads");
        return new Final(text, parts);
    }

    private static Problem bad(String detail) {
        return Problem.malformed(TusHeaders.CONCAT + " " + detail);
    }
}
