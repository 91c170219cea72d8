/**
 * A package of one of two builds.
 *
 * @param {string} root URL of the folder of a whole checkout
 * @param {string} name of the package, without its scope
 * @param {string} [entry] file of its build
 */
export function loadPackage(root, name, entry = 'index') {
  return import(new URL(`packages/${name}/dist/${entry}.js`, root).href);
}
