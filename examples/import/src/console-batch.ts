const LISTS = 20;

/** The photos of one list. One photo of the seventh has no title, so that something fails. */
function photosOf(list: number): object[] {
  const firstId = 1_000_000 + list * 3;
  return [0, 1, 2].map((place) => ({
    id: firstId + place,
    title: list === 6 && place === 1 ? '' : `Photo ${place + 1} of list ${list + 1}`,
  }));
}

const lists = Array.from({ length: LISTS }, (_, list) => ({
  id: `list-${list + 1}`,
  method: 'POST',
  url: '/photos',
  body: photosOf(list),
}));

/** The batch that the console shows when it is opened, to be answered at once or later: lists of photos, then their count. */
export const CONSOLE_BATCH: { readonly requests: readonly object[] } = {
  requests: [
    ...lists,
    { id: 'count', method: 'GET', url: '/photos/count', dependsOn: ['list-1', `list-${LISTS}`] },
  ],
};
