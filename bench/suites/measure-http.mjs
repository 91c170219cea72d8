import { HttpSubject } from '../measure/http-subject.mjs';
import { measureInRounds } from '../measure/rounds.mjs';

/**
 * Measures contenders over HTTP, each in a process of its own; this one asks.
 *
 * @param {import('../measure/http-subject.mjs').HttpContender[]} contenders
 * @param {import('../measure/rounds.mjs').Pace} pace
 * @param {(message: string) => void} tell
 * @returns {Promise<Map<string, import('../measure/statistics.mjs').Sample[]>>} by the contender's name
 */
export async function measureHttp(contenders, pace, tell) {
  const subjects = contenders.map((contender) => new HttpSubject(contender));
  const { samples } = await measureInRounds(subjects, pace, tell);
  return samples;
}
