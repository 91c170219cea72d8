import { describe, expect, test } from '@jest/globals';
import { fixture, runCli } from './run-cli.js';

describe('help', () => {
  test.each([['--help'], ['-h'], ['help']])(
    '%s shows examples first, and every command',
    async (argument) => {
      const { code, stdout, stderr } = await runCli([argument]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Usage:'));
      for (const command of ['inspect', 'send', 'probe', 'convert'])
        expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    },
  );

  test.each(['inspect', 'send', 'probe', 'convert'])('%s has its own, within 80 columns', async (command) => {
    const results = await Promise.all([
      runCli([command, '--help']),
      runCli([command, 'x', '-h']),
      runCli(['help', command]),
    ]);
    const stdout = results[0]?.stdout ?? '';
    for (const result of results) expect(result).toEqual({ code: 0, stdout, stderr: '' });
    expect(stdout).toContain(`multistatus ${command} `);
    expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Options:'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('--version prints the version of the package', async () => {
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});

describe('a wrong command line is 64, and says what to write', () => {
  test.each<[args: string[], said: string]>([
    [[], 'Usage:'],
    [
      ['inspcet', 'x'],
      'there is no command "inspcet"; the commands are inspect, send, monitor, probe, convert',
    ],
    [['inspect'], 'inspect needs a file, a URL, or - for standard input'],
    [['inspect', 'a', 'b'], 'inspect takes one source, got 2'],
    [
      ['inspect', '--jsno', 'a'],
      "Unknown option '--jsno' (did you mean --json?); see multistatus inspect --help",
    ],
    [['inspect', '-X', 'GET', 'batch.json'], '--request requires a URL, but "batch.json" is not one'],
    [['inspect', '-X', 'GE T', 'http://127.0.0.1:1/'], '-X "GE T" is not a valid method'],
    [['inspect', '-H', 'Depth', 'http://127.0.0.1:1/'], '-H "Depth" is not a header'],
    [['inspect', '-H', 'a: \u0007', 'http://127.0.0.1:1/'], 'is not a header'],
    [
      ['inspect', '-m', '0', 'http://127.0.0.1:1/'],
      '--timeout must be a number of seconds greater than 0, got "0"',
    ],
    [['inspect', 'http://'], '"http://" is not an http or https URL'],
    [['probe'], 'probe takes one URL, got 0'],
    [['probe', 'batch.json'], '"batch.json" is not an http or https URL'],
    [['convert', 'batch.json'], 'convert needs --to json, --to xml or --to multipart'],
    [['convert', '--to', 'yaml', 'batch.json'], 'convert needs --to json, --to xml or --to multipart'],
    [['convert', '--to', 'xml'], 'convert takes one file'],
  ])('%j', async (args, said) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
    expect(code).toBe(64);
  });
});

test.each<[name: string, said: string]>([
  ['missing.xml', 'there is no file "missing.xml"'],
  ['.', '"." is a directory'],
])('what cannot be read is 66: %s', async (name, said) => {
  const { code, stderr } = await runCli(['inspect', name]);
  expect(stderr).toContain(said);
  expect(code).toBe(66);
});

describe('colour', () => {
  test.each<[env: Record<string, string>, isColoured: boolean]>([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('into a pipe with %j: %j', async (env, isColoured) => {
    const { stdout } = await runCli(['inspect', 'batch.json'], { env });
    expect(stdout.includes('\u001b[31m')).toBe(isColoured);
  });
});

test('--data - takes no file for text, and a file by @', async () => {
  const { stderr, code } = await runCli(['inspect', '-d', `@${fixture('nowhere')}`, 'http://127.0.0.1:1/']);
  expect(stderr).toContain('there is no file');
  expect(code).toBe(66);
});
