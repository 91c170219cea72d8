sap.ui.define(() => {
  /** Shows each message of the service in the row of the order that it is about. */
  return function showInRows(rows, messages) {
    for (const row of rows) {
      const path = row.getBindingContext().getPath();
      const isAbout = (target) => target === path || target.startsWith(`${path}/`);
      const message = messages.find((one) => one.getTargets().some(isAbout));
      row.setHighlight(message === undefined ? 'None' : 'Error');
      row.getCells()[3].setText(message?.getMessage() ?? '');
    }
  };
});
