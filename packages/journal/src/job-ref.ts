/** Returns the ref of the entry of a job. */
export function jobRef(record: string, job: number): string {
  return `${record}.${job}`;
}

/** Checks whether an entry belongs to a job. The refs of all others have no `.`. */
export function isJobRef(ref: string): boolean {
  return ref.includes('.');
}

/** Returns the ref of the record, and the number of the job, that an entry belongs to. */
export function splitJobRef(ref: string): { readonly record: string; readonly job: number } {
  const [record = '', job] = ref.split('.');
  return { record, job: Number(job) };
}
