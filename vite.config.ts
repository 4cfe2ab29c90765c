import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { compileApp } from './scripts/compile-app.mjs';
import { compileProgram, usualModules } from './scripts/compile-program.mjs';
import qaManifest from './qa/package.json' with { type: 'json' };
import { onDemandModules } from './scripts/on-demand-modules.mjs';

const inRepo = (relative: string) => path.join(import.meta.dirname, relative);

// The oldest Electron that has to run the result (33), in syntax: the release's own is newer.
const chromiumTarget = 'chrome130';
const nodeTarget = 'node20.18';

// `dependencies` holds native modules only, which are loaded from node_modules at run time.
const nativeModules = Object.keys(manifest.dependencies);
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** The notices of what is bundled, which its licences ask to be passed on. */
const license = { fileName: 'THIRD-PARTY-NOTICES.md' };

/** `ws` does without what it would ask for where it is installed (its README, "Opt-in for performance"). */
const withoutAddOns = {
  'process.env.WS_NO_BUFFER_UTIL': '"1"',
  'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
};

interface NodeBundle {
  entry: string;
  outputFile: string;
  format: 'es' | 'cjs';
}

/** One file with all its packages inside, except for what is not JavaScript. */
function nodeBundle({ entry, outputFile, format }: NodeBundle): EnvironmentOptions {
  return {
    consumer: 'server',
    define: withoutAddOns,
    resolve: {
      noExternal: true,
      external: ['electron', ...nativeModules],
      conditions: ['node', 'import', 'module', 'default'],
    },
    build: {
      outDir: inRepo(path.dirname(outputFile)),
      emptyOutDir: true,
      target: nodeTarget,
      minify: true,
      sourcemap: true,
      license,
      ssr: true,
      rolldownOptions: {
        input: inRepo(entry),
        external: ['electron', /^electron\//, ...nativeModules, ...builtins],
        // A sandboxed preload script cannot load a second file.
        output: {
          format,
          codeSplitting: false,
          entryFileNames: path.basename(outputFile),
        },
      },
    },
  };
}

/** A program whose modules run when something of them is used: `onDemandModules`. */
function onDemandBundle(entry: string, outputFile: string): EnvironmentOptions {
  const bundle = nodeBundle({ entry, outputFile, format: 'cjs' });
  return {
    ...bundle,
    build: {
      ...bundle.build,
      rolldownOptions: {
        ...bundle.build?.rolldownOptions,
        // A schema that only gives a type is left out.
        treeshake: { manualPureFunctions: ['z'], moduleSideEffects: false },
        optimization: { inlineConst: true },
        output: {
          format: 'cjs',
          dynamicImportInCjs: false,
          preserveModules: true,
          preserveModulesRoot: import.meta.dirname,
          entryFileNames: '[name].cjs',
        },
      },
    },
  };
}

/** The main process reads its icons from files at run time. */
function copyIcons(): void {
  fs.cpSync(inRepo('electron/assets'), inRepo('out/assets'), {
    recursive: true,
    filter: (source) => !/\.(svg|icns|mjs)$/.test(source),
  });
}

/** Electron reads icons from files. What they are drawn from stays behind. */
function copyPictures(from: string, to: string): void {
  fs.rmSync(inRepo(to), { recursive: true, force: true });
  fs.cpSync(inRepo(from), inRepo(to), {
    recursive: true,
    filter: (source) => fs.statSync(source).isDirectory() || /\.(png|ico)$/.test(source),
  });
}

/** Modules that share what they have in common; what the package depends on stays outside. */
const qaBundle: EnvironmentOptions = {
  consumer: 'server',
  resolve: {
    noExternal: true,
    external: [
      ...Object.keys(qaManifest.dependencies),
      ...Object.keys(qaManifest.peerDependencies),
    ],
    conditions: ['node', 'import', 'module', 'default'],
  },
  build: {
    outDir: inRepo('out/qa'),
    emptyOutDir: true,
    target: nodeTarget,
    // It is read by those who use it.
    minify: false,
    license,
    ssr: true,
    rolldownOptions: {
      input: {
        index: inRepo('qa/index.ts'),
        test: inRepo('qa/test.ts'),
        'gatehouse-issuer': inRepo('qa/issuer-command.ts'),
        'gatehouse-qa': inRepo('qa/qa-command.ts'),
      },
      external: builtins,
      // In one folder, so that all find their assets in the same place.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** What other programs run stays files, and the commands can be run as they are. */
function finishQa(): void {
  fs.cpSync(inRepo('qa/assets'), inRepo('out/qa/assets'), { recursive: true });
  for (const name of ['gatehouse-issuer', 'gatehouse-qa']) {
    fs.chmodSync(inRepo(`out/qa/${name}.js`), 0o755);
  }
}

export default defineConfig({
  root: inRepo('renderer'),
  plugins: [
    react(),
    onDemandModules({ environment: 'main', fileName: 'program.cjs', isDeflated: true }),
    onDemandModules({ environment: 'cli', fileName: 'program.cjs', usual: usualModules }),
  ],
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        await builder.build(environment);
      }
      fs.copyFileSync(inRepo('electron/launcher.cjs'), inRepo('out/main/index.cjs'));
      await compileProgram(inRepo('out/cli'));
      copyPictures('electron/assets', 'out/assets');
      copyIcons();
      finishQa();
      await compileApp();
    },
  },
  environments: {
    client: {
      build: {
        outDir: inRepo('out/renderer'),
        emptyOutDir: true,
        target: chromiumTarget,
        sourcemap: true,
        license,
        modulePreload: { polyfill: false },
        // The content security policy refuses data: for everything but images.
        assetsInlineLimit: 0,
        // One file for the first paint: each further one is a way to the main process and back.
        rolldownOptions: {
          output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
        },
      },
    },
    main: onDemandBundle('electron/main.ts', 'out/main/program.cjs'),
    preload: nodeBundle({
      entry: 'electron/preload.ts',
      outputFile: 'out/preload/index.cjs',
      format: 'cjs',
    }),
    cli: onDemandBundle('electron/cli/gatehouse.ts', 'out/cli/program.cjs'),
    // The kit for tests from outside, and what `npm run demo` uses; never part of the app's package.
    qa: qaBundle,
    // The racing process of the torture tests and of the bench; never part of a package.
    refresher: nodeBundle({
      entry: 'electron/testing/refresher.ts',
      outputFile: 'out/refresher/refresher.js',
      format: 'es',
    }),
    // The enforcing process of the oracle tests; never part of a package.
    enforcer: nodeBundle({
      entry: 'electron/testing/enforcer.ts',
      outputFile: 'out/enforcer/enforcer.js',
      format: 'es',
    }),
  },
});
