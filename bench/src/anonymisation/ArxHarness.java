import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXLattice.ARXNode;
import org.deidentifier.arx.ARXResult;
import org.deidentifier.arx.AttributeType;
import org.deidentifier.arx.AttributeType.Hierarchy;
import org.deidentifier.arx.Data;
import org.deidentifier.arx.criteria.KAnonymity;
import org.deidentifier.arx.metric.Metric;
import org.deidentifier.arx.metric.Metric.AggregateFunction;

/**
 * What ARX takes for the same work, by its own API and with its own defaults: read the CSV and the hierarchies, find the
 * optimum. One line of JSON a case: the median of the rounds, after as many that do not count.
 *
 * <p>Arguments: folder of the data, rounds, file to write the output to (or -), and cases as k:suppression:metric:a,b,c.
 */
public final class ArxHarness {
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    int rounds = Integer.parseInt(arguments[1]);
    String output = arguments[2];
    for (String name : Arrays.copyOfRange(arguments, 3, arguments.length)) {
      Case one = new Case(folder, name);
      // The first rounds are the compiler's; a single one is a cold start and meant to be.
      for (int round = 0; rounds > 1 && round < rounds; round++) one.run();
      List<Double> milliseconds = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        long begun = System.nanoTime();
        one.run();
        milliseconds.add((System.nanoTime() - begun) / 1e6);
      }
      milliseconds.sort(null);
      if (!output.equals("-")) one.result.getOutput().save(output, ';');
      ARXNode optimum = one.result.getGlobalOptimum();
      StringBuilder levels = new StringBuilder();
      for (String attribute : one.attributes) levels.append(optimum.getGeneralization(attribute));
      System.out.printf(
          Locale.ROOT,
          "{\"case\":\"%s\",\"milliseconds\":%.3f,\"levels\":\"%s\",\"loss\":%s}%n",
          name,
          milliseconds.get(rounds / 2),
          levels,
          optimum.getHighestScore());
    }
  }

  private static final class Case {
    final String folder;
    final String[] attributes;
    final int k;
    final double suppression;
    final String metric;
    ARXResult result;

    Case(String folder, String name) {
      String[] parts = name.split(":");
      this.folder = folder;
      this.k = Integer.parseInt(parts[0]);
      this.suppression = Double.parseDouble(parts[1]);
      this.metric = parts[2];
      this.attributes = parts[3].split(",");
    }

    void run() throws Exception {
      Data data = Data.create(new File(folder, "adult.csv"), StandardCharsets.UTF_8, ';');
      for (int column = 0; column < data.getHandle().getNumColumns(); column++) {
        data.getDefinition().setAttributeType(data.getHandle().getAttributeName(column), AttributeType.INSENSITIVE_ATTRIBUTE);
      }
      for (String attribute : attributes) {
        File file = new File(folder, "adult_hierarchy_" + attribute + ".csv");
        data.getDefinition().setAttributeType(attribute, Hierarchy.create(file, StandardCharsets.UTF_8, ';'));
      }
      ARXConfiguration configuration = ARXConfiguration.create();
      configuration.addPrivacyModel(new KAnonymity(k));
      configuration.setSuppressionLimit(suppression);
      configuration.setQualityModel(
          metric.equals("aecs")
              ? Metric.createAECSMetric()
              : Metric.createLossMetric(
                  metric.equals("loss-geo") ? AggregateFunction.GEOMETRIC_MEAN : AggregateFunction.ARITHMETIC_MEAN));
      result = new ARXAnonymizer().anonymize(data, configuration);
    }
  }
}
