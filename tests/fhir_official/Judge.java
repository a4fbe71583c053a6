import com.google.gson.Gson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.utils.validation.constants.CheckDisplayOption;
import org.hl7.fhir.utilities.ByteProvider;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.validation.ValidationEngine;
import org.hl7.fhir.validation.ValidationRecord;
import org.hl7.fhir.validation.service.model.InstanceValidatorParameters;

/**
 * Asks HL7's validator about many files in one process. Its command line is not among the published artifacts, so its engine is called.
 *
 * <p>Arguments: FOLDER EXTENSION_DOMAIN JUDGE... Each judge is a folder FOLDER/JUDGE with the definitions that it knows beside R4 in "definitions"
 * and the files to be judged in "files". Every message becomes one line of JSON on the standard output, and so does the end of every file.
 */
public final class Judge {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final Gson GSON = new Gson();

  public static void main(String[] args) throws Exception {
    System.setOut(System.err); // the validator talks on the standard output
    ManagedWebAccess.setAccessPolicy(ManagedWebAccess.WebAccessPolicy.PROHIBITED);
    for (int i = 2; i < args.length; i++) {
      judge(args[i], Path.of(args[0], args[i]), args[1]);
    }
  }

  private static void judge(String name, Path folder, String domain) throws Exception {
    ValidationEngine engine = engine(folder.resolve("definitions"), domain);
    for (Path file : sorted(folder.resolve("files"))) {
      // a copy for each file: an engine remembers what it could not find, and would judge the next file otherwise
      ValidationEngine fresh = new ValidationEngine(engine);
      List<ValidationRecord> records = new ArrayList<>();
      ByteProvider bytes = ByteProvider.forFile(file.toFile());
      fresh.validate(file.toString(), bytes, FhirFormat.JSON, fresh.getDefaultInstanceValidatorParameters(), records);
      for (ValidationMessage message : records.get(0).getMessages()) {
        line(name, file, "level", message.getLevel().toCode(), "id", message.getMessageId(), "place", message.getLocation(), "text", message.getMessage());
      }
      line(name, file, "done", "yes");
    }
  }

  private static ValidationEngine engine(Path definitions, String domain) throws Exception {
    InstanceValidatorParameters parameters = new InstanceValidatorParameters();
    parameters.setExtensions(List.of(domain));
    parameters.setCheckDisplay(CheckDisplayOption.Check);
    ValidationEngine engine =
        new ValidationEngine.ValidationEngineBuilder()
            .withVersion("4.0.1")
            .withThoVersion("0.0.0") // stand-ins without content, see run.py: neither is to be had offline
            .withExtensionsVersion("0.0.0")
            .withNoTerminologyServer()
            .withCanRunWithoutTerminologyServer(true)
            .withDefaultInstanceValidatorParameters(parameters)
            .fromSource("hl7.fhir.r4.core#4.0.1");
    engine.getContext().setNoTerminologyServer(true); // the builder leaves it to a guess, and some checks then ask a server that is not there
    if (Files.isDirectory(definitions)) {
      engine.getIgLoader().loadIg(engine.getIgs(), engine.getBinaries(), definitions.toString(), false);
    }
    engine.prepare();
    return engine;
  }

  private static List<Path> sorted(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void line(String judge, Path file, String... rest) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("judge", judge);
    map.put("file", file.getFileName().toString());
    for (int i = 0; i < rest.length; i += 2) {
      map.put(rest[i], rest[i + 1]);
    }
    OUT.println(GSON.toJson(map));
  }
}
