// Speed of Stanford CoreNLP on the texts of a JSON Lines file, one thread, texts in memory.
//
//     java -cp 'LIB/*' CoreNlp.java FILE.jsonl ROUNDS
//
// Tokens, sentences, tags, lemmas, dependencies and names, as the library is set when nothing is
// said. One round that does not count, then ROUNDS; prints {"tokens", "seconds": [...]}.
import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.json.Json;

public class CoreNlp {
    private static List<String> read(String path) throws Exception {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(path)))
            if (!line.isBlank())
                try (var reader = Json.createReader(new StringReader(line))) {
                    texts.add(reader.readObject().getString("text"));
                }
        return texts;
    }

    private static long round(StanfordCoreNLP pipeline, List<String> texts) {
        long tokens = 0;
        for (String text : texts) {
            CoreDocument document = new CoreDocument(text);
            pipeline.annotate(document);
            tokens += document.tokens().size();
        }
        return tokens;
    }

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize,ssplit,pos,lemma,depparse,ner");
        properties.setProperty("threads", "1");
        StanfordCoreNLP pipeline = new StanfordCoreNLP(properties);
        List<String> texts = read(args[0]);
        long tokens = round(pipeline, texts);
        List<String> seconds = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            long start = System.nanoTime();
            round(pipeline, texts);
            seconds.add(String.valueOf((System.nanoTime() - start) / 1e9));
        }
        System.out.println("{\"tokens\": " + tokens + ", \"seconds\": [" + String.join(", ", seconds)
                           + "]}");
    }
}
