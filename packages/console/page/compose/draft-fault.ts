/** Something that the endpoint would refuse in the batch, and where it is in the text. */
export interface DraftFault {
  /** A JSON Pointer as URI fragment; `#` is the whole batch. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  /** Its range in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Where it starts; both count from 1. */
  readonly line: number;
  readonly column: number;
}
