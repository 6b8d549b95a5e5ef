// node main.mjs RUNTIME FOLDER: runs EdgeCompile.Wasm.dll, which lies beside this file, on the WebAssembly runtime in RUNTIME (with its lib
// and native). The files of FOLDER are copied into the runtime's file system, and results.bin back out of it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [runtime, folder] = process.argv.slice(2);
const native = join(runtime, 'native');
const library = join(runtime, 'lib', 'net10.0');
const application = dirname(fileURLToPath(import.meta.url));
const own = ['EdgeCompile.Wasm.dll', 'EdgeCompile.Runtime.dll'];
const core = ['System.Private.CoreLib.dll', 'System.Runtime.InteropServices.JavaScript.dll'];

const entry = name => ({ virtualPath: name, name });
const assemblies = [...readdirSync(library).filter(name => name.endsWith('.dll') && !core.includes(name)), ...own];
const find = name => [application, native, library].map(place => join(place, name)).find(existsSync);

const { dotnet } = await import(pathToFileURL(join(native, 'dotnet.js')));
const { Module, runMain } = await dotnet
  .withConfig({
    mainAssemblyName: 'EdgeCompile.Wasm',
    globalizationMode: 'invariant',
    resources: {
      jsModuleNative: [{ name: 'dotnet.native.js' }],
      jsModuleRuntime: [{ name: 'dotnet.runtime.js' }],
      wasmNative: [{ name: 'dotnet.native.wasm' }],
      coreAssembly: core.map(entry),
      assembly: assemblies.map(entry),
    },
  })
  .withResourceLoader((type, name) => pathToFileURL(find(name)).href)
  .create();

Module.FS.mkdir('/work');
for (const name of ['models.dll', 'calls.bin']) Module.FS.writeFile('/work/' + name, readFileSync(join(folder, name)));
const code = await runMain('EdgeCompile.Wasm', ['/work']);
if (code === 0) writeFileSync(join(folder, 'results.bin'), Module.FS.readFile('/work/results.bin'));
process.exit(code);
