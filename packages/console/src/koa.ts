/** Placeholder. */
export const batchConsole: undefined = undefined;
