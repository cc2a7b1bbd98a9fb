// A jest reporter: the last line says how many tests passed and failed, from the runner's own counts.
class CountReporter {
  onRunComplete(_contexts, results) {
    // A file that could not be loaded ran no test and yet failed.
    const failed = results.numFailedTests + results.testResults.filter((file) => file.testExecError).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed`;
    // Jest's own summary comes after the reporters.
    process.once('exit', () => process.stdout.write(`\n${skipped > 0 ? `${line}, ${skipped} skipped` : line}\n`));
  }
}

module.exports = CountReporter;
