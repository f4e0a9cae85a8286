// Quotations and their speakers as Stanford CoreNLP finds them, as score_speakers.py reads them.
//
//     java -cp 'LIB/*' CoreNlpQuotes.java IN.jsonl OUT.jsonl
//
// The quote annotator with what it needs, as the library is set when nothing is said. It knows
// direct quotations only. The speaker is the canonical mention where it gives one, else the mention.
import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.CoreQuote;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.json.Json;
import javax.json.JsonArrayBuilder;
import javax.json.JsonObject;

public class CoreNlpQuotes {
    private static JsonObject record(StanfordCoreNLP pipeline, JsonObject in) {
        String text = in.getString("text");
        CoreDocument document = new CoreDocument(text);
        pipeline.annotate(document);
        JsonArrayBuilder attributions = Json.createArrayBuilder(), speakers = Json.createArrayBuilder();
        int id = 0;
        for (CoreQuote quote : document.quotes()) {
            String name = quote.canonicalSpeaker().orElse(quote.speaker().orElse(null));
            int begin = text.codePointCount(0, quote.quoteCharOffsets().first());
            int end = text.codePointCount(0, quote.quoteCharOffsets().second());
            var attribution = Json.createObjectBuilder().add("id", id).addNull("parent").add(
                "content", Json.createObjectBuilder().add("spans", Json.createArrayBuilder().add(
                    Json.createArrayBuilder().add(begin).add(end))));
            if (name == null) {
                attribution.addNull("speaker");
            } else {
                attribution.add("speaker", id);
                speakers.add(Json.createObjectBuilder().add("id", id).add("name", name)
                    .add("kind", "person").add("named", true));
            }
            attributions.add(attribution);
            id++;
        }
        return Json.createObjectBuilder().add("id", in.getString("id")).add("text", text)
            .add("speakers", speakers).add("attributions", attributions).build();
    }

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize,ssplit,pos,lemma,ner,depparse,coref,quote");
        properties.setProperty("coref.algorithm", "statistical");
        properties.setProperty("threads", "1");
        StanfordCoreNLP pipeline = new StanfordCoreNLP(properties);
        try (PrintWriter out = new PrintWriter(args[1], "UTF-8")) {
            for (String line : Files.readAllLines(Path.of(args[0])))
                if (!line.isBlank())
                    try (var reader = Json.createReader(new StringReader(line))) {
                        out.println(record(pipeline, reader.readObject()));
                    }
        }
    }
}
