// What one of Stanford CoreNLP's taggers of names says of sentences that are cut into words already.
//
//     java -cp 'LIB/*' CrfNames.java MODEL IN OUT
//
// IN has a sentence a line, its words parted by single spaces; OUT as many tags in each line. MODEL is
// a resource of the models' jar, such as edu/stanford/nlp/models/ner/english.all.3class.distsim.crf.ser.gz.
import edu.stanford.nlp.ie.crf.CRFClassifier;
import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.ling.Word;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

public class CrfNames {
    public static void main(String[] args) throws Exception {
        CRFClassifier<CoreLabel> tagger = CRFClassifier.getClassifier(args[0]);
        try (PrintWriter out = new PrintWriter(args[2], "UTF-8")) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                List<Word> words = Arrays.stream(line.split(" ")).map(Word::new)
                                         .collect(Collectors.toList());
                out.println(tagger.classifySentence(words).stream()
                                  .map(w -> w.get(CoreAnnotations.AnswerAnnotation.class))
                                  .collect(Collectors.joining(" ")));
            }
        }
    }
}
