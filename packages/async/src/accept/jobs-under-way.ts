import type { BatchRecords } from '@multistatus/journal';
import type { Report } from '../journal-call.js';

/** Records of one client that are looked at, newest first. */
const MAX_RECORDS = 50;

/** Returns how many jobs of a client have not ended, besides those of one record. 0 if the journal cannot be reached. */
export async function jobsUnderWay(
  records: BatchRecords,
  { client, except }: { readonly client: string; readonly except: string },
  report: Report,
): Promise<number> {
  try {
    const own = await records.list(client, MAX_RECORDS);
    return own
      .filter(({ ref, endedAt }) => ref !== except && endedAt === undefined)
      .reduce((sum, { jobs, endedJobs }) => sum + jobs - endedJobs, 0);
  } catch (error) {
    report(error);
    return 0;
  }
}
