import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DockerfileParser } from 'dockerfile-ast'
import { exists, isSetting, read, yaml } from './files.js'

const dockerfile = DockerfileParser.parse(read('infra/Dockerfile'))
const instructions = dockerfile.getInstructions()
const known = ['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'ENTRYPOINT']
const ignored = read('infra/Dockerfile.dockerignore').split('\n')
const last = (keyword) => instructions.filter((i) => i.getKeyword() === keyword).at(-1)

describe('Dockerfile', () => {
  it('has only instructions that there are, in stages that have names', () => {
    for (const instruction of instructions) assert.ok(known.includes(instruction.getKeyword()), instruction.getInstruction())
    const stages = dockerfile.getFROMs().map((from) => from.getBuildStage())
    assert.deepEqual(stages, ['console', 'server', null])
    for (const from of dockerfile.getFROMs()) assert.match(from.getImage(), /:[\w.-]+$/, 'a version is named')
  })

  it('copies what is in the checkout or comes out of an earlier stage', () => {
    for (const copy of dockerfile.getCOPYs()) {
      const sources = copy.getArguments().slice(0, -1).map((a) => a.getValue())
      const from = copy.getFromFlag()?.getValue()
      if (from) assert.ok(['console', 'server'].includes(from), from)
      else for (const source of sources) {
        assert.ok(exists(source), source)
        assert.ok(ignored.some((line) => line.startsWith('!') && (source === line.slice(1) || source.startsWith(`${line.slice(1)}/`))), `${source} is not left out`)
      }
    }
    assert.deepEqual(dockerfile.getCOPYs().filter((c) => c.getFromFlag()).map((c) => c.getArguments()[0].getValue()), ['/out', '/src/web-agent/dist'])
  })

  it('copies every project and file that the server is built from', () => {
    const copied = dockerfile.getCOPYs().flatMap((c) => c.getArguments().slice(0, -1).map((a) => a.getValue()))
    const has = (file) => copied.some((c) => file === c || file.startsWith(`${c}/`))
    for (const project of projects('src/ContactCenter.Server/ContactCenter.Server.csproj')) assert.ok(has(project), project)
    for (const file of ['global.json', 'Directory.Build.props', 'Directory.Packages.props', 'BannedSymbols.txt', '.editorconfig', 'appsettings.sample.json'])
      assert.ok(exists(file) && has(file), file)
  })

  it('runs the server as nobody in particular, where the chart and compose expect it', () => {
    assert.equal(last('USER').getArgumentsContent(), '$APP_UID')
    assert.equal(last('EXPOSE').getArgumentsContent(), '8080')
    assert.equal(last('ENTRYPOINT').getArgumentsContent(), '["dotnet", "ContactCenter.Server.dll"]')
    const env = Object.fromEntries(instructions.filter((i) => i.getKeyword() === 'ENV').flatMap((i) => i.getProperties().map((p) => [p.getName(), p.getValue()])))
    for (const name of Object.keys(env)) assert.ok(isSetting(name), name)
    assert.equal(env.ASPNETCORE_HTTP_PORTS, '8080')
    assert.equal(env.Console__Path, '/app/console')
  })

  it('asks for health where the server answers', () => {
    const health = read('src/ContactCenter.Server/Platform/Telemetry/Health.cs')
    const [compose] = yaml(read('infra/compose.yaml'))
    const asked = [...compose.services.server.healthcheck.test.join(' ').matchAll(/GET (\S+)/g), ...read('infra/k8s/templates/deployment.yaml').matchAll(/path: (\/health\S+),/g)]
    assert.equal(asked.length, 4)
    for (const [, path] of asked) assert.ok(health.includes(`MapGet("${path}"`), path)
  })

  it('takes commands that the program has', () => {
    assert.ok(read('src/ContactCenter.Server/Program.cs').includes('args is ["migrate"]'))
  })
})

function projects(project) {
  const folder = project.slice(0, project.lastIndexOf('/'))
  const others = [...read(project).matchAll(/ProjectReference Include="\.\.\/([^"]+)"/g)].map((m) => `${folder.slice(0, folder.lastIndexOf('/'))}/${m[1]}`)
  return [project, ...others.flatMap(projects)]
}
