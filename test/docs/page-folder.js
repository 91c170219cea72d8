import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
let count = 0;
/** The folder in which the programs of a page run. It is inside a workspace, so that they find its packages. */
export class PageFolder {
    #folder;
    #globals = globalThis;
    #programs = 0;
    constructor(parent) {
        count += 1;
        this.#folder = new URL(`.page-${process.pid}-${count}/`, parent);
        mkdirSync(this.#folder);
    }
    /** The path of the folder, for a shell. */
    get path() {
        return fileURLToPath(this.#folder);
    }
    /** Writes a file that programs of the page import or read. */
    write(name, content) {
        const path = fileURLToPath(new URL(name, this.#folder));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `${content}\n`);
    }
    /** Runs a program as a module of its own, and resolves with its exports. `log` stands for `console.log`. */
    async run(program, log) {
        this.#programs += 1;
        const name = `program-${this.#programs}.ts`;
        const slot = `multistatus-page-${process.pid}-${count}-${this.#programs}`;
        this.#globals[slot] = { log };
        this.write(name, `const console = globalThis['${slot}'];\n${program}`);
        try {
            return (await import(new URL(name, this.#folder).pathname));
        }
        finally {
            delete this.#globals[slot];
        }
    }
    remove() {
        rmSync(this.#folder, { recursive: true });
    }
}
//# sourceMappingURL=page-folder.js.map