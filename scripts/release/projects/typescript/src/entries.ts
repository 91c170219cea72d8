// Every entry of every package: its declarations are checked with `skipLibCheck: false`, and its code is loaded.
import * as async from '@multistatus/async';
import * as asyncBullmq from '@multistatus/async/bullmq';
import * as asyncExpress from '@multistatus/async/express';
import * as asyncKoa from '@multistatus/async/koa';
import * as asyncMemory from '@multistatus/async/memory';
import * as asyncTestQueue from '@multistatus/async/test-queue';
import * as client from '@multistatus/client';
import * as consoleExpress from '@multistatus/console/express';
import * as consoleKoa from '@multistatus/console/koa';
import * as core from '@multistatus/core';
import * as coreAdapter from '@multistatus/core/adapter';
import * as coreCheck from '@multistatus/core/check';
import * as document from '@multistatus/document';
import * as documentRules from '@multistatus/document/rules';
import * as documentWriter from '@multistatus/document/writer';
import * as documentXmlAnswer from '@multistatus/document/xml-answer';
import * as documentXmlReader from '@multistatus/document/xml-reader';
import * as documentXmlWriter from '@multistatus/document/xml-writer';
import * as express from '@multistatus/express';
import * as inject from '@multistatus/inject';
import * as inspect from '@multistatus/inspect';
import * as journal from '@multistatus/journal';
import * as journalMemory from '@multistatus/journal/memory';
import * as journalPostgres from '@multistatus/journal/postgres';
import * as journalRedis from '@multistatus/journal/redis';
import * as journalTestStore from '@multistatus/journal/test-store';
import * as koa from '@multistatus/koa';
import * as node from '@multistatus/node';
import * as odata from '@multistatus/odata';
import * as transactions from '@multistatus/transactions';
import * as transactionsDrizzle from '@multistatus/transactions/drizzle';
import * as transactionsKnex from '@multistatus/transactions/knex';
import * as transactionsKysely from '@multistatus/transactions/kysely';
import * as transactionsPg from '@multistatus/transactions/pg';
import * as transactionsPglite from '@multistatus/transactions/pglite';
import * as transactionsPrisma from '@multistatus/transactions/prisma';
import * as transactionsSequelize from '@multistatus/transactions/sequelize';
import * as transactionsSqlite from '@multistatus/transactions/sqlite';
import * as transactionsTypeorm from '@multistatus/transactions/typeorm';
import * as wire from '@multistatus/wire';
import * as wireMultipart from '@multistatus/wire/multipart';

/** What each entry exports, by its name. */
export const entries: Readonly<Record<string, object>> = {
  '@multistatus/async': async,
  '@multistatus/async/memory': asyncMemory,
  '@multistatus/async/bullmq': asyncBullmq,
  '@multistatus/async/express': asyncExpress,
  '@multistatus/async/koa': asyncKoa,
  '@multistatus/async/test-queue': asyncTestQueue,
  '@multistatus/client': client,
  '@multistatus/console/express': consoleExpress,
  '@multistatus/console/koa': consoleKoa,
  '@multistatus/core': core,
  '@multistatus/core/adapter': coreAdapter,
  '@multistatus/core/check': coreCheck,
  '@multistatus/document': document,
  '@multistatus/document/writer': documentWriter,
  '@multistatus/document/xml-writer': documentXmlWriter,
  '@multistatus/document/xml-answer': documentXmlAnswer,
  '@multistatus/document/xml-reader': documentXmlReader,
  '@multistatus/document/rules': documentRules,
  '@multistatus/express': express,
  '@multistatus/inject': inject,
  '@multistatus/inspect': inspect,
  '@multistatus/journal': journal,
  '@multistatus/journal/memory': journalMemory,
  '@multistatus/journal/redis': journalRedis,
  '@multistatus/journal/postgres': journalPostgres,
  '@multistatus/journal/test-store': journalTestStore,
  '@multistatus/koa': koa,
  '@multistatus/node': node,
  '@multistatus/odata': odata,
  '@multistatus/transactions': transactions,
  '@multistatus/transactions/pg': transactionsPg,
  '@multistatus/transactions/sqlite': transactionsSqlite,
  '@multistatus/transactions/pglite': transactionsPglite,
  '@multistatus/transactions/knex': transactionsKnex,
  '@multistatus/transactions/drizzle': transactionsDrizzle,
  '@multistatus/transactions/kysely': transactionsKysely,
  '@multistatus/transactions/typeorm': transactionsTypeorm,
  '@multistatus/transactions/sequelize': transactionsSequelize,
  '@multistatus/transactions/prisma': transactionsPrisma,
  '@multistatus/wire': wire,
  '@multistatus/wire/multipart': wireMultipart,
};
