/**
 * The ids that a decoder chooses, which tell the encoder how the answer is structured, also in another process:
 * `~3` is request 3 of the batch, `~3.1` is request 1 of changeset 3. `i` after it: the Content-ID was an inner header. `~name` at
 * the end: the client has named the group.
 */
export interface RequestPlace {
  /** From 1: the number of the part in the batch; in JSON, the number of the request, or of the first one of its group. */
  readonly part: number;
  /** From 1: the number of the part in its changeset; `undefined` outside of a changeset. */
  readonly member: number | undefined;
  /** True if the Content-ID was sent as a header of the request, not of the part. */
  readonly isIdInner: boolean;
  /** The name of its atomicity group in a JSON batch: at most 200 unreserved characters. */
  readonly group?: string | undefined;
}

/** Returns the id of the request in this place. */
export function toRequestId({ part, member, isIdInner, group }: RequestPlace): string {
  return [
    `~${part}`,
    member === undefined ? '' : `.${member}`,
    isIdInner ? 'i' : '',
    group === undefined ? '' : `~${group}`,
  ].join('');
}

/** Returns the place of the request with this id. */
export function placeOf(id: string): RequestPlace {
  const [, part = '', member, inner, group] = /^~(\d+)(?:\.(\d+))?(i?)(?:~(.+))?$/.exec(id) ?? [];
  return {
    part: Number(part),
    member: member === undefined ? undefined : Number(member),
    isIdInner: inner === 'i',
    group,
  };
}
