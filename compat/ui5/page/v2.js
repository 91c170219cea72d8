/** What an app does with the model of OData 2, each with a new model. */
globalThis.v2 = new Promise((resolve, reject) => {
  sap.ui.require(
    ['sap/ui/model/odata/v2/ODataModel', 'sap/ui/model/Filter'],
    (ODataModel, Filter) => {
      const open = async (settings) => {
        const model = new ODataModel({
          serviceUrl: 'v2/',
          useBatch: true,
          defaultCountMode: 'Inline',
          ...settings,
        });
        await model.metadataLoaded(true);
        return model;
      };
      /** Calls a method of the model; resolves to the data, and the status of the answer. */
      const call = (model, method, ...parameters) =>
        new Promise((done, failed) => {
          const last = parameters.pop();
          model[method](...parameters, {
            ...last,
            success: (data, { statusCode }) => done({ data, status: Number(statusCode) }),
            error: ({ statusCode, responseText, message }) =>
              failed(new Error(`${statusCode} ${messageOf(responseText) ?? message}`)),
          });
        });
      const messageOf = (text) => {
        try {
          return JSON.parse(text).error.message.value;
        } catch {
          return text;
        }
      };
      const outcomes = async (promises) =>
        (await Promise.allSettled(promises)).map(({ value, reason }) => reason?.message ?? value);
      const without = ({ __metadata, ...entity }) => entity;

      resolve({
        async read(useBatch) {
          const { data } = await call(await open({ useBatch }), 'read', '/People', {});
          return { names: data.results.map(({ Name }) => Name), count: Number(data.__count) };
        },

        async readNone() {
          const filters = [new Filter('Name', 'EQ', 'Nobody')];
          return (await call(await open(), 'read', '/People', { filters })).data.results;
        },

        async create(name, photo) {
          const created = await call(await open(), 'create', '/People', { Name: name, Photo: photo }, {});
          return { status: created.status, person: without(created.data) };
        },

        async update(name) {
          return (await call(await open(), 'update', '/People(1)', { Name: name }, {})).status;
        },

        async remove() {
          return (await call(await open(), 'remove', '/People(1)', {})).status;
        },

        async readThree() {
          const model = await open();
          model.setDeferredGroups(['three']);
          const requests = [1, 99, 2].map((id) =>
            call(model, 'read', `/People(${id})`, { groupId: 'three' }),
          );
          model.submitChanges({ groupId: 'three' });
          return (await outcomes(requests)).map((outcome) => outcome.data?.Name ?? outcome);
        },

        /** Saves changes as one changeset. */
        async saveTogether(names) {
          const model = await open();
          model.setDeferredGroups(['changes']);
          const requests = names.map((name, index) =>
            call(
              model,
              'update',
              `/People(${index + 1})`,
              { Name: name },
              { groupId: 'changes', changeSetId: 'one' },
            ),
          );
          model.submitChanges({ groupId: 'changes' });
          return (await outcomes(requests)).map((outcome) => outcome.status ?? outcome);
        },

        async refreshToken() {
          const model = await open();
          await new Promise((done, failed) => void model.refreshSecurityToken(done, failed));
          return model.getSecurityToken();
        },

        async readPhoto() {
          return (await call(await open(), 'read', '/People(1)', {})).data.Photo;
        },
      });
    },
    reject,
  );
});
