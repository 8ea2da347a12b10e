/** How our TypeScript and styles become the few files that pages name: fixed names for entries, hashed ones for what they share. */
import { existsSync } from "node:fs";
import { defineConfig } from "vite";

const ENTRIES = ["app", "charts", "bedside", "passkeys", "explain", "trials", "calendar", "consent", "cognition"];

export default defineConfig({
  // Chunks are found beside the file that asks for them, wherever static files are served from.
  base: "./",
  publicDir: false,
  build: {
    outDir: "../src/daybreak/web/static/dist",
    emptyOutDir: true,
    target: "es2022",
    // A file of its own even for a small picture: data: addresses would weaken what the policy says about fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`]).filter(([, file]) => existsSync(file))),
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
