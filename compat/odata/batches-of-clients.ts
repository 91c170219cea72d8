import { OData } from '@odata/client';
import { BrowserFetch, DefaultParse } from '@pnp/queryable';
import { DefaultHeaders, DefaultInit } from '@pnp/sp';
import { createBatch } from '@pnp/sp/batching.js';
import { Lists } from '@pnp/sp/lists/index.js';
import { Web } from '@pnp/sp/webs/index.js';
import { DynamicsWebApi } from 'dynamics-web-api';
import { o } from 'o.js';
import { ODataBatch } from 'odata-batch';
import { type OdatajsPart, odatajsBatch } from './clients/odatajs-batch.js';
import { people, personOf, sapBatch } from './clients/sap-people.js';

/**
 * A batch of each client that speaks multipart: a read, if the client can send one beside a changeset, and a changeset, if it
 * can read one. They resolve to what a caller reads of it.
 */
export const BATCHES_OF_CLIENTS: Readonly<Record<string, (origin: string) => Promise<unknown>>> = {
  '@odata/client': async (origin) => {
    const client = OData.New4({ serviceEndpoint: `${origin}/odata/`, version: 'v4' });
    const responses = await client.execBatchRequests([
      client.newBatchRequest({ collection: 'People', id: 1 }),
      client.newBatchRequest({ collection: 'People', method: 'POST', entity: { Name: 'Ana' } }),
      client.newBatchRequest({ collection: 'People', method: 'DELETE', id: 2 }),
    ]);
    return Promise.all(
      responses.map(async (response: Pick<Response, 'status' | 'text'>) => {
        const text = (await response.text()).trim();
        return [response.status, text === '' ? '' : JSON.parse(text)];
      }),
    );
  },
  'dynamics-web-api': async (origin) => {
    const client = new DynamicsWebApi({ serverUrl: origin, dataApi: { version: '9.2' } });
    client.startBatch();
    void client.retrieve({ collection: 'People', key: 'ID=1' });
    void client.create({ collection: 'People', data: { Name: 'Ana' }, returnRepresentation: true });
    void client.deleteRecord({ collection: 'People', key: 'ID=2' });
    return client.executeBatch();
  },
  'o.js': (origin) =>
    o(`${origin}/odata/`).get('People(1)').post('People', { Name: 'Ana' }).delete('People(2)').batch(),
  'o.js (changeset)': (origin) => {
    const batch = { boundaryPrefix: 'batch_', changsetBoundaryPrefix: 'changset_', endpoint: '$batch' };
    const settings = { ...batch, headers: new Headers(), useChangset: true, useRelativeURLs: true };
    return o(`${origin}/odata/`, { batch: settings })
      .post('People', { Name: 'Ana' })
      .delete('People(2)')
      .batch();
  },
  'odata-batch': async (origin) => {
    const calls = ['Ana', 'Bea'].map((Name) => ({
      method: 'POST',
      url: `${origin}/odata/People`,
      data: { Name },
    }));
    const responses = await new ODataBatch({ url: `${origin}/odata/$batch`, auth: 'a:b', calls }).send();
    return responses.map(({ code, data }) => [code, data]);
  },
  '@sap-cloud-sdk/odata-v4': async (url) => {
    const changes = [people().create(personOf({ name: 'Ana' })), people().delete(2)];
    return await sapBatch(people().getByKey(1), changes).execute({ url });
  },
  'ts-odatajs': async (origin) => {
    const write = {
      requestUri: 'People',
      method: 'POST',
      headers: { 'Content-ID': '1' },
      data: { Name: 'Ana' },
    };
    const changes = [write, { requestUri: 'People(2)', method: 'DELETE' }];
    const parts = await odatajsBatch(
      origin,
      'odata',
      { requestUri: 'People(1)', method: 'GET' },
      { __changeRequests: changes },
    );
    const read = ({ statusCode, data, message }: OdatajsPart): unknown[] => [statusCode, data, message];
    return parts.map((part) => part.__changeResponses?.map(read) ?? read(part));
  },
  '@pnp/sp': async (origin) => {
    const web = Web(`${origin}/sites/a`).using(
      DefaultInit(),
      DefaultHeaders(),
      BrowserFetch(),
      DefaultParse(),
    );
    const [batched, execute] = createBatch(web);
    const reads = Promise.all([1, 2].map(() => Lists(web).using(batched)()));
    await execute();
    return reads;
  },
};
