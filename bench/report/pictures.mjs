// The five pictures of the page: what each shows, and what its title says was found.
import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { BYTES, bytesName } from '../suites/bodies.mjs';
import { PEERS } from '../suites/peers.mjs';
import { SIZES, sizeName } from '../suites/sizes.mjs';
import { coldName, loadName } from '../suites/start.mjs';
import { waitingName } from '../suites/waiting.mjs';
import { toFigure } from './figures.mjs';

const RATE = 'operations a second; longer is better. The thin line: the slowest and the fastest round';
const CPU =
  'µs of processor time an operation; shorter is better. The thin line: the least and the most of all rounds';
const MILLISECONDS =
  'ms by the clock; shorter is better. The thin line: the fastest and the slowest of all starts';

const rate = (samples) => spreadOf(samples.map((sample) => 1e6 / timeOf(sample)));
const processor = (samples) => spreadOf(samples.map(cpuOf));
const milliseconds = (samples) => spreadOf(samples.map((sample) => timeOf(sample) / 1_000));

/** A bar for what has been measured by a name. */
const toBar = (samples, quantity, [label, name, isOurs]) => ({
  label,
  spread: quantity(samples.get(name)),
  isOurs,
});

/** How many times as many operations a second one has as another. */
const times = (samples, name, base) =>
  `${toFigure(ratioOf(samples.get(base), samples.get(name), timeOf).median)} times`;

/**
 * The pictures, by the name of their file.
 *
 * @type {Record<string, { suite: string, toChart: (samples: Map<string, any[]>) => import('./bar-chart.mjs').Chart }>}
 */
export const PICTURES = {
  'against-others': { suite: 'batches', toChart: toOthers },
  'by-body-size': { suite: 'bodies', toChart: toBodies },
  'by-wait': { suite: 'waiting', toChart: toWaiting },
  'by-batch-size': { suite: 'sizes', toChart: toSizes },
  start: { suite: 'start', toChart: toStart },
};

function toOthers(samples) {
  const bars = [
    ['Express 5, batch of 100', 'Express 5, JSON', true],
    ['Koa 3, batch of 100', 'Koa 3, JSON', true],
    ...['orpc', 'trpc', 'fastify-inject', 'bassmaster', 'loopback', 'batch-request'].map((peer) => [
      PEERS[peer],
      PEERS[peer],
      false,
    ]),
    ['Express 5, single requests', 'Express 5, single', false],
    ['Koa 3, single requests', 'Koa 3, single', false],
  ].map((row) => toBar(samples, rate, row));
  const ratios = ['Express 5', 'Koa 3'].map((name) =>
    [`${name}, single`, PEERS.orpc].map((base) => times(samples, `${name}, JSON`, base)),
  );
  const [[single, orpc], [koaSingle, koaOrpc]] = ratios;
  return {
    title:
      `A batch of 100 on Express 5 has ${single} the operations a second of single requests, and ${orpc} those of a batch ` +
      `of oRPC; on Koa 3, ${koaSingle} and ${koaOrpc}`,
    unit: RATE,
    groups: [{ bars: bars.toSorted((a, b) => b.spread.median - a.spread.median) }],
  };
}

function toBodies(samples) {
  const bars = (framework, bytes) =>
    [
      ['batch of 100, JSON', bytesName(framework, 'JSON', bytes), true],
      ['batch of 100, XML', bytesName(framework, 'XML', bytes), true],
      ['single requests', bytesName(framework, 'single', bytes), false],
    ].map((row) => toBar(samples, processor, row));
  const groups = ['Express 5', 'Koa 3'].flatMap((framework) =>
    BYTES.map((bytes) => ({
      label: `${framework}, ${toFigure(bytes)} bytes an answer`,
      bars: bars(framework, bytes),
    })),
  );
  const [least, most] = [BYTES[0], BYTES.at(-1)].map((bytes) => {
    const [batch, single] = ['JSON', 'single'].map((way) => samples.get(bytesName('Express 5', way, bytes)));
    return toMoreOrLess(ratioOf(batch, single, cpuOf).median);
  });
  return {
    title:
      `On Express 5, an operation of a batch takes ${least} processor time than a single request where an answer has ` +
      `${toFigure(BYTES[0])} bytes, and ${most} where it has ${toFigure(BYTES.at(-1))}`,
    unit: CPU,
    groups,
  };
}

function toMoreOrLess(ratio) {
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  return `${percent} % ${ratio > 1 ? 'more' : 'less'}`;
}

function toWaiting(samples) {
  const express = 'Express 5';
  const [byDefault, atOnce] = ['by default', 'all at once'].map((words) => waitingName(express, words));
  const bars = [
    ['Express 5, by default', byDefault, true],
    ...['8 at a time', '32 at a time', 'all at once'].map((words) => [
      `Express 5, ${words}`,
      waitingName(express, words),
      true,
    ]),
    ['Koa 3, by default', waitingName('Koa 3', 'by default'), true],
    ['Koa 3, all at once', waitingName('Koa 3', 'all at once'), true],
    ...['trpc', 'orpc', 'fastify-inject', 'bassmaster', 'loopback', 'batch-request'].map((peer) => [
      PEERS[peer],
      PEERS[peer],
      false,
    ]),
    ['Express 5, single requests', 'Express 5, single', false],
    ['Koa 3, single requests', 'Koa 3, single', false],
  ];
  return {
    title:
      `Where handlers wait 5 ms, a batch on Express 5 has by default ${times(samples, byDefault, 'Express 5, single')} the ` +
      `operations a second of single requests, and ${times(samples, byDefault, atOnce)} those of a batch that runs all at once`,
    unit: RATE,
    groups: [{ bars: bars.map((row) => toBar(samples, rate, row)) }],
  };
}

function toSizes(samples) {
  const groups = ['Express 5', 'Koa 3'].map((framework) => ({
    label: framework,
    bars: SIZES.map((size) =>
      toBar(samples, rate, [
        size === 1 ? 'batches of 1' : `batches of ${size >= 1_000 ? toFigure(size) : size}`,
        sizeName(framework, 'JSON', size),
        true,
      ]),
    ),
  }));
  const [express, koa] = ['Express 5', 'Koa 3'].map((framework) => {
    const [most, base] = [10_000, 100].map((size) => sizeName(framework, 'JSON', size));
    return `${times(samples, most, base)} as many on ${framework}`;
  });
  return {
    title: `Operations a second in batches of 10 000, against those in batches of 100: ${express}, ${koa}`,
    unit: RATE,
    groups,
  };
}

function toStart(samples) {
  const loading = (framework) => [
    [`${framework} alone`, loadName('import', framework, false), false],
    ...['import', 'require'].map((way) => [`ours on top, ${way}`, loadName(way, framework, true), true]),
  ];
  const answering = (framework) => [
    [`${framework} alone: 200`, coldName(framework, false), false],
    [`${framework} with batch(): 207`, coldName(framework, true), true],
  ];
  const toBars = (rows) => rows.map((row) => toBar(samples, milliseconds, row));
  const [alone, ours] = [false, true].map((isOurs) =>
    toFigure(milliseconds(samples.get(loadName('import', 'Express 5', isOurs))).median),
  );
  return {
    title: `Importing @multistatus/express takes ${ours} ms on top of the ${alone} ms of Express itself`,
    unit: MILLISECONDS,
    groups: [
      { label: 'Loading modules', bars: toBars(['Express 5', 'Koa 3'].flatMap(loading)) },
      {
        label: 'From the start of a process to its first answer',
        bars: toBars(['Express 5', 'Koa 3'].flatMap(answering)),
      },
    ],
  };
}
