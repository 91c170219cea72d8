const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)';

/** IMF-fixdate, then the two obsolete forms. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^${SHORT_DAY}, (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^${LONG_DAY}, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`),
  new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>\\d{2}| \\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * Returns the time of an HTTP-date in milliseconds since the epoch, or `undefined` for any other text.
 *
 * Accepts only the three forms that a recipient must accept (RFC 9110 section 5.6.7). `Date.parse` accepts much more
 * than these. A two-digit year that appears to be more than 50 years after `now` is taken as the most recent year with
 * these two digits.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return toTime(groups, now);
  }
  return undefined;
}

function toTime(groups: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  const { year = '', month = '' } = groups;
  if (year.length === 4) return toUtc(Number(year), month, groups);
  const currentYear = new Date(now).getUTCFullYear();
  const fullYear = currentYear - (currentYear % 100) + Number(year);
  const time = toUtc(fullYear, month, groups);
  const isTooFar = time !== undefined && time > new Date(now).setUTCFullYear(currentYear + 50);
  return isTooFar ? toUtc(fullYear - 100, month, groups) : time;
}

function toUtc(
  year: number,
  month: string,
  { day, hour, minute, second }: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(month), Number(day));
  // JavaScript turns a day that the month does not have, such as 31 June, into one of the next month.
  if (date.getUTCDate() !== Number(day)) return undefined;
  return date.setUTCHours(Number(hour), Number(minute), Number(second));
}
