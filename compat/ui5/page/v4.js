/** What an app does with the model of OData 4, each with a new model. Names and messages come back. */
globalThis.v4 = new Promise((resolve, reject) => {
  sap.ui.require(
    ['sap/ui/core/Messaging', 'sap/ui/model/odata/v4/ODataModel', 'sap/ui/model/Filter'],
    (Messaging, ODataModel, Filter) => {
      const open = (settings) => {
        Messaging.removeAllMessages();
        return new ODataModel({ serviceUrl: 'v4/', operationMode: 'Server', ...settings });
      };
      const list = (model, parameters = {}) => model.bindList('/People', undefined, [], [], parameters);
      const namesOf = (contexts) => contexts.map((context) => context.getProperty('Name'));
      const messages = () =>
        Messaging.getMessageModel()
          .getData()
          .map((message) => ({ text: message.getMessage(), target: message.getTargets()[0] }));
      /** Resolves to what became of each. */
      const outcomes = async (promises) =>
        (await Promise.allSettled(promises)).map(({ value, reason }) => reason?.message ?? value);

      resolve({
        async read(groupId) {
          const people = list(open({ groupId }), { $count: true });
          const contexts = await people.requestContexts(0, 10);
          return {
            names: namesOf(contexts),
            count: await people.getHeaderContext().requestProperty('$count'),
          };
        },

        async readNone() {
          const people = list(open());
          people.filter(new Filter('Name', 'EQ', 'Nobody'));
          return namesOf(await people.requestContexts(0, 10));
        },

        async create(name, photo) {
          const people = list(open(), { $$updateGroupId: '$auto' });
          await people.requestContexts(0, 10);
          const person = people.create({ Name: name, Photo: photo }, true);
          await person.created();
          return person.getObject();
        },

        async update(name, groupId) {
          const people = list(open({ groupId }));
          const [first] = await people.requestContexts(0, 10);
          await first.setProperty('Name', name);
          return first.getProperty('Name');
        },

        async remove() {
          const people = list(open());
          const [first] = await people.requestContexts(0, 10);
          await first.delete();
          return first.isDeleted();
        },

        /** Reads three people in one batch, of whom the second is missing. */
        async readThree(continuesOnError) {
          const model = open();
          await model.getMetaModel().requestObject('/');
          if (continuesOnError) model.setContinueOnError('$auto.three');
          const requests = [1, 99, 2].map((id) =>
            model
              .bindContext(`/People(${id})`, undefined, { $$groupId: '$auto.three' })
              .getBoundContext()
              .requestProperty('Name'),
          );
          return outcomes(requests);
        },

        /** Saves a good change and a bad one as one changeset; then, the bad one made good, both. */
        async saveTogether() {
          const model = open();
          const people = list(model, { $$updateGroupId: 'changes' });
          const [first, second] = await people.requestContexts(0, 10);
          // UI5 keeps them if they fail, as it does with what a user enters: the Promises are settled when they are saved.
          const change = (person, name) => void person.setProperty('Name', name, undefined, true);
          change(first, 'good');
          change(second, '');
          await model.submitBatch('changes');
          const failed = { messages: messages(), isPending: model.hasPendingChanges('changes') };
          change(second, 'good too');
          await model.submitBatch('changes');
          return { ...failed, isStillPending: model.hasPendingChanges('changes') };
        },

        async readPhoto() {
          const [first] = await list(open()).requestContexts(0, 10);
          return first.getProperty('Photo');
        },
      });
    },
    reject,
  );
});
