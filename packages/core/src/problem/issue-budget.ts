/** How many more issues one answer may list, for all of its operations together. */
export interface IssueBudget {
  left: number;
}

/** Returns the first issues of an operation: as many as the budget allows, but at least one. */
export function withinBudget<Each>(issues: readonly Each[], budget: IssueBudget): readonly Each[] {
  // The answer must stay in proportion to the request: once the budget is used up, each operation lists one issue.
  const reported = issues.slice(0, Math.max(1, budget.left));
  budget.left -= reported.length;
  return reported;
}
