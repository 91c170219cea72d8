// Loaded with `--import`: the clock of this process is an hour ahead of that of all others.
const HOUR_MS = 3_600_000;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + HOUR_MS);
    else super(...values);
  }

  static now() {
    return RealDate.now() + HOUR_MS;
  }
};
