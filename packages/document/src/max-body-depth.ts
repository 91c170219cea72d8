/** The maximum nesting depth of a JSON body that is read. Bodies are not parsed: this only bounds the memory of the cursor. */
export const MAX_BODY_DEPTH = 10_000;
