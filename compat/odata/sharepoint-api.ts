import { parse, type Route, refuse, route } from './people-api.js';
import type { Person } from './people-rows.js';

/** Names of people as the titles of SharePoint's lists. */
export const SHAREPOINT_API: readonly Route[] = [
  route('get', '/web/lists', async ({ rows }) => {
    const people = await rows.query<Person>('SELECT name FROM people ORDER BY id');
    return { status: 200, body: { value: people.map(({ name }) => ({ Title: name })) } };
  }),
  route('get', String.raw`/web/lists/getByTitle\('(.*)'\)`, async ({ params: [title], rows }) => {
    const found = await rows.query<Person>('SELECT name FROM people WHERE name = $1', [title]);
    return found.length === 0
      ? refuse(404, 'No such list')
      : { status: 200, body: { Title: found[0]!.name } };
  }),
  route('post', String.raw`/web/lists/getByTitle\('.*'\)/items`, async ({ rows, body }) => {
    await rows.query('INSERT INTO people (name) VALUES ($1)', [parse(body)['Title']]);
    return { status: 201, body: { Title: parse(body)['Title'] } };
  }),
];
