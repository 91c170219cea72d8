/**
 * `error`: the 207 is invalid. `warning`: it is valid, but will cause trouble for some clients. `note`: good to know.
 */
export type FindingLevel = 'error' | 'warning' | 'note';
