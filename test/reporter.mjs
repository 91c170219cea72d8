/** Closes a run with one plain line that any CI can count: `N passed, N failed[, N skipped]`. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    const failedSuites = results.testResults.filter((suite) => suite.testExecError !== undefined).length;
    const failed = results.numFailedTests + failedSuites;
    // At the very end, below the summary that jest prints by itself.
    process.once('exit', () => {
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
    });
  }
}
