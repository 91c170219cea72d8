export const OFTEN: readonly string[] = [];
export const SELDOM: readonly string[] = [];
