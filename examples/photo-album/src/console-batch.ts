/** The batch that the console shows when it is opened: a new album with photos, and changes of the samples, one of which fails. */
export const CONSOLE_BATCH: { readonly requests: readonly object[] } = {
  requests: [
    { id: 'album', method: 'POST', url: '/albums', body: { title: 'Sintra' } },
    {
      id: 'palace',
      method: 'POST',
      url: '/albums/{album}/photos',
      body: { title: 'The palace in the fog' },
      references: [{ at: '/url/album', from: 'album', value: '/body/id' }],
    },
    {
      id: 'tiles',
      method: 'POST',
      url: '/albums/{album}/photos',
      body: { title: 'Tiles & trams' },
      references: [{ at: '/url/album', from: 'album', value: '/body/id' }],
    },
    {
      id: 'lock',
      method: 'PATCH',
      url: '/photos/{photo}',
      body: { locked: true },
      references: [{ at: '/url/photo', from: 'palace', value: '/body/id' }],
    },
    { id: 'harbour', method: 'PATCH', url: '/photos/9', body: { title: 'Harbour, at dawn' } },
    {
      id: 'lakes',
      method: 'PATCH',
      url: '/photos/7',
      body: { title: 'Two lakes, at dawn' },
      dependsOn: ['harbour'],
    },
    { id: 'untitled', method: 'PATCH', url: '/albums/2', body: { title: '' } },
    { id: 'photos', method: 'GET', url: '/photos', dependsOn: ['tiles', 'lock'] },
  ],
};
