import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

// The programs of the build, as the commands of the READMEs start them.
test.each(['photo-album', 'import', 'odata'])(
  'the example %s prints the address of its console, which is there',
  async (name) => {
    const main = fileURLToPath(new URL(`../../examples/${name}/dist/main.js`, import.meta.url));
    const program = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(program, 'exit');
    try {
      let printed = '';
      let address: string | undefined;
      for await (const chunk of program.stdout.setEncoding('utf8')) {
        printed += chunk;
        address = /http:\/\/127\.0\.0\.1:\d+\/batch\/console\//.exec(printed)?.[0];
        if (address !== undefined) break;
      }
      const page = await fetch(address ?? '');
      expect(page.status).toBe(200);
      const html = await page.text();
      const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
      expect((await fetch(new URL(script, address))).status).toBe(200);
      expect(html).toContain('"batch":{"requests":[');
    } finally {
      program.kill('SIGTERM');
    }
    expect(await exit).toEqual([0, null]);
  },
  120_000, // an embedded PostgreSQL takes its time to start on a busy machine
);
