/** The numbers that a journal works with. */
export interface JournalSettings {
  readonly retentionMs: number;
  readonly leaseMs: number;
  readonly storeTimeoutMs: number;
}
