import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXLattice.ARXNode;
import org.deidentifier.arx.ARXResult;
import org.deidentifier.arx.AttributeType.Hierarchy;
import org.deidentifier.arx.Data;
import org.deidentifier.arx.DataSource;
import org.deidentifier.arx.DataType;
import org.deidentifier.arx.criteria.KAnonymity;
import org.deidentifier.arx.metric.Metric;
import org.deidentifier.arx.metric.Metric.AggregateFunction;

/**
 * ARX for the same work, by its own API and with its own defaults: read the columns asked for and their hierarchies, find
 * the optimum. A case is k:suppression:metric:a,b,c.
 *
 * <p>Arguments: folder of the data; then either nothing, and each line of the standard input is a case, each answer a line
 * of JSON; or a case and the file to write the generalised data to.
 */
public final class ArxHarness {
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    if (arguments.length > 1) {
      new Case(folder, arguments[1]).run().getOutput().save(arguments[2], ';');
      return;
    }
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Case asked = new Case(folder, line);
      long begun = System.nanoTime();
      ARXResult result = asked.run();
      double milliseconds = (System.nanoTime() - begun) / 1e6;
      ARXNode optimum = result.getGlobalOptimum();
      StringBuilder levels = new StringBuilder();
      for (String attribute : asked.attributes) levels.append(optimum.getGeneralization(attribute));
      System.out.printf(
          Locale.ROOT,
          "{\"milliseconds\":%.3f,\"levels\":\"%s\",\"loss\":%s}%n",
          milliseconds,
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

    Case(String folder, String name) {
      String[] parts = name.split(":");
      this.folder = folder;
      this.k = Integer.parseInt(parts[0]);
      this.suppression = Double.parseDouble(parts[1]);
      this.metric = parts[2];
      this.attributes = parts[3].split(",");
    }

    ARXResult run() throws Exception {
      DataSource source =
          DataSource.createCSVSource(new File(folder, "adult.csv"), StandardCharsets.UTF_8, ';', true);
      for (String attribute : attributes) source.addColumn(attribute, DataType.STRING);
      Data data = Data.create(source);
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
      return new ARXAnonymizer().anonymize(data, configuration);
    }
  }
}
