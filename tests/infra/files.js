// What the checks read: the checkout, YAML by a real parser, and the names of the server's settings.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const read = (file) => fs.readFileSync(path.join(root, file), 'utf8')
export const exists = (file) => fs.existsSync(path.join(root, file))

/** The documents of a YAML text; a fault or a key that stands twice throws. */
export const yaml = (text) =>
  parseAllDocuments(text, { merge: true, uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]
    return document.toJS()
  })

/** appsettings.sample.json, which a test of the server keeps complete, as names of environment variables. */
export const settings = new Set(names(JSON.parse(read('appsettings.sample.json'))))

// The platform's own.
const platform = ['ASPNETCORE_HTTP_PORTS', 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', 'DOTNET_EnableDiagnostics']

export const isSetting = (name) => settings.has(name) || platform.includes(name)

function names(value, prefix = '') {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' ? names(inner, `${prefix}${name}__`) : [prefix + name])
}
