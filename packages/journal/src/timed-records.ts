import type { BatchRecords } from './batch-records.js';

/** Returns records each of whose calls is made by `call`. */
export function timedRecords(
  records: BatchRecords,
  call: <Value>(work: () => Promise<Value>) => Promise<Value>,
): BatchRecords {
  return {
    isDurable: records.isDurable,
    create: (record) => call(() => records.create(record)),
    addJobs: (ref, jobs, maxBytes) => call(() => records.addJobs(ref, jobs, maxBytes)),
    open: (ref) => call(() => records.open(ref)),
    find: (ref) => call(() => records.find(ref)),
    beginJob: (request) => call(() => records.beginJob(request)),
    findJob: (ref, job) => call(() => records.findJob(ref, job)),
    readEvents: (ref, after, limit) => call(() => records.readEvents(ref, after, limit)),
    stop: (ref, how) => call(() => records.stop(ref, how)),
    remove: (ref) => call(() => records.remove(ref)),
    list: (client, limit, before) => call(() => records.list(client, limit, before)),
    takeOverdue: (idleMs, limit) => call(() => records.takeOverdue(idleMs, limit)),
  };
}
