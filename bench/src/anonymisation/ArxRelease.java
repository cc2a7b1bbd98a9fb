import java.io.BufferedWriter;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXLattice.ARXNode;
import org.deidentifier.arx.ARXResult;
import org.deidentifier.arx.AttributeType;
import org.deidentifier.arx.AttributeType.Hierarchy;
import org.deidentifier.arx.Data;
import org.deidentifier.arx.DataHandle;
import org.deidentifier.arx.criteria.KAnonymity;
import org.deidentifier.arx.metric.Metric;
import org.deidentifier.arx.metric.Metric.AggregateFunction;

/**
 * The paper's release by ARX, once, as a whole process: CSV and hierarchies in, one line a class out on the disk, with its
 * size and the number of its positive sensitive values. ARX adds no noise; that is left out.
 *
 * <p>Arguments: CSV, folder of the hierarchies, output, k, suppression, quasi-identifiers, sensitive column, its positive
 * values, the last three with commas.
 */
public final class ArxRelease {
  public static void main(String[] arguments) throws Exception {
    String[] attributes = arguments[5].split(",");
    long begun = System.nanoTime();
    Data data = Data.create(new File(arguments[0]), StandardCharsets.UTF_8, ';');
    data.getDefinition().setAttributeType(arguments[6], AttributeType.INSENSITIVE_ATTRIBUTE);
    for (String attribute : attributes) {
      File file = new File(arguments[1], attribute + ".csv");
      data.getDefinition().setAttributeType(attribute, Hierarchy.create(file, StandardCharsets.UTF_8, ';'));
    }
    long read = System.nanoTime();
    ARXConfiguration configuration = ARXConfiguration.create();
    configuration.addPrivacyModel(new KAnonymity(Integer.parseInt(arguments[3])));
    configuration.setSuppressionLimit(Double.parseDouble(arguments[4]));
    configuration.setQualityModel(Metric.createLossMetric(AggregateFunction.GEOMETRIC_MEAN));
    ARXResult result = new ARXAnonymizer().anonymize(data, configuration);
    long anonymised = System.nanoTime();
    int classes = write(result.getOutput(false), attributes, arguments[6], arguments[7].split(","), arguments[2]);
    long written = System.nanoTime();
    ARXNode optimum = result.getGlobalOptimum();
    StringBuilder levels = new StringBuilder();
    for (String attribute : attributes) levels.append(optimum.getGeneralization(attribute));
    System.out.printf(
        Locale.ROOT,
        "{\"levels\":\"%s\",\"classes\":%d,\"milliseconds\":{\"read\":%.1f,\"release\":%.1f,\"write\":%.1f}}%n",
        levels,
        classes,
        (read - begun) / 1e6,
        (anonymised - read) / 1e6,
        (written - anonymised) / 1e6);
  }

  private static int write(DataHandle output, String[] attributes, String sensitive, String[] yes, String path) throws Exception {
    Set<String> positive = new HashSet<>(Arrays.asList(yes));
    int[] columns = new int[attributes.length];
    for (int at = 0; at < columns.length; at++) columns[at] = output.getColumnIndexOf(attributes[at]);
    int counted = output.getColumnIndexOf(sensitive);
    Map<String, int[]> classes = new LinkedHashMap<>();
    StringBuilder key = new StringBuilder();
    for (int row = 0; row < output.getNumRows(); row++) {
      if (output.isOutlier(row)) continue;
      key.setLength(0);
      for (int column : columns) key.append(output.getValue(row, column)).append(',');
      int[] counts = classes.computeIfAbsent(key.toString(), unseen -> new int[2]);
      counts[0]++;
      if (positive.contains(output.getValue(row, counted))) counts[1]++;
    }
    try (BufferedWriter file = Files.newBufferedWriter(Paths.get(path))) {
      for (Map.Entry<String, int[]> each : classes.entrySet()) {
        file.write(each.getKey() + each.getValue()[0] + "," + each.getValue()[1] + "\n");
      }
    }
    return classes.size();
  }
}
