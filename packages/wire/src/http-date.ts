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
 * Returns the time that an HTTP-date means, in milliseconds since the epoch; `undefined` for any other text.
 *
 * Takes the three forms that a recipient must accept (RFC 9110 section 5.6.7) and nothing else: `Date.parse` accepts much
 * that is no HTTP-date. A year of two digits that seems to be more than 50 years after `now` is the last one that ended
 * so.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return toTime(groups, now);
  }
  return undefined;
}

function toTime(groups: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  const [year = '', month = ''] = [groups['year'], groups['month']];
  const [day, hour, minute, second] = [groups['day'], groups['hour'], groups['minute'], groups['second']].map(
    Number,
  ) as [number, number, number, number];
  const fullYear =
    year.length === 2 ? expandYear(Number(year), new Date(now).getUTCFullYear()) : Number(year);
  const date = new Date(0);
  date.setUTCFullYear(fullYear, MONTHS.indexOf(month), day);
  // A day that the month does not have becomes one of the next month.
  if (date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

function expandYear(twoDigits: number, currentYear: number): number {
  const year = currentYear - (currentYear % 100) + twoDigits;
  return year > currentYear + 50 ? year - 100 : year;
}
