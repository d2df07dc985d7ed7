import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { parse } from '@evertdespiegeleer/go-template'
import { Deployment } from 'kubernetes-models/apps/v1'
import { Job } from 'kubernetes-models/batch/v1'
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { Service } from 'kubernetes-models/v1'
import { isSetting, read, root, yaml } from './files.js'

const kinds = { Deployment, Job, Ingress, NetworkPolicy, PodDisruptionBudget, Service }
const folder = 'infra/k8s/templates'
const files = fs.readdirSync(path.join(root, folder)).filter((f) => f.endsWith('.yaml'))
const [values] = yaml(read('infra/k8s/values.yaml'))

/** By Go's own template engine, as Helm does it; a value that is not there is an error here. */
async function render(changes = {}) {
  const shared = fs.readdirSync(path.join(root, folder)).filter((f) => f.endsWith('.tpl')).map((f) => read(`${folder}/${f}`)).join('')
  const data = { Values: { ...values, ...changes }, Release: { Name: 'centre' } }
  const rendered = await Promise.all(files.map(async (file) => {
    const text = await parse(shared + read(`${folder}/${file}`), data)
    assert.ok(!text.includes('<no value>') && !text.includes('<nil>'), `${file}: a value is missing`)
    return yaml(text).filter((d) => d !== null)
  }))
  return rendered.flat()
}

const manifests = await render()
const of = (kind) => manifests.find((m) => m.kind === kind)
const pods = () => [of('Deployment').spec.template.spec, of('Job').spec.template.spec]

describe('Helm chart', () => {
  it('has what a chart has', () => {
    const [chart] = yaml(read('infra/k8s/Chart.yaml'))
    assert.equal(chart.apiVersion, 'v2')
    assert.match(chart.version, /^\d+\.\d+\.\d+$/)
    assert.equal(chart.name, 'contactcenter')
  })

  for (const kind of Object.keys(kinds))
    it(`renders a ${kind} that Kubernetes' own schema takes`, () => {
      const manifest = of(kind)
      assert.ok(manifest, `there is no ${kind}`)
      new kinds[kind](manifest).validate()
    })

  it('renders nothing else, and also with telemetry', async () => {
    assert.deepEqual(manifests.map((m) => m.kind).sort(), Object.keys(kinds).sort())
    const ports = (await render({ otlpEndpoint: 'http://collector:4317' })).find((m) => m.kind === 'NetworkPolicy').spec.egress[0].ports
    assert.ok(ports.some((p) => p.port === 4317))
    assert.ok(!of('NetworkPolicy').spec.egress[0].ports.some((p) => p.port === 4317))
  })

  it('finds its pods by the labels that they carry', () => {
    const labels = of('Deployment').spec.template.metadata.labels
    const carries = (selector) => Object.entries(selector).every(([name, value]) => labels[name] === value)
    assert.ok(carries(of('Deployment').spec.selector.matchLabels))
    assert.ok(carries(of('Service').spec.selector))
    assert.ok(carries(of('PodDisruptionBudget').spec.selector.matchLabels))
    assert.ok(carries(of('NetworkPolicy').spec.podSelector.matchLabels))
    assert.notEqual(of('Job').spec.template.metadata.labels['app.kubernetes.io/component'], of('Service').spec.selector['app.kubernetes.io/component'])
  })

  it('leads from the ingress to the port that the image listens on', () => {
    const [container] = of('Deployment').spec.template.spec.containers
    const backend = of('Ingress').spec.rules[0].http.paths[0].backend.service
    const port = of('Service').spec.ports.find((p) => p.name === backend.port.name)
    assert.equal(backend.name, of('Service').metadata.name)
    assert.equal(container.ports.find((p) => p.name === port.targetPort).containerPort, 8080)
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) assert.equal(container[probe].httpGet.port, 'http')
  })

  it('sets only settings that the server has, and passwords only by secrets', () => {
    for (const pod of pods())
      for (const variable of pod.containers[0].env) {
        assert.ok(isSetting(variable.name), variable.name)
        if (/ConnectionStrings|Redis/.test(variable.name)) assert.ok(variable.valueFrom.secretKeyRef, variable.name)
      }
  })

  it("gives the owner's login to the migration alone, which runs before the new pods", () => {
    const names = (pod) => pod.containers[0].env.map((e) => e.name)
    const [server, migrate] = pods()
    assert.ok(!names(server).includes('ConnectionStrings__Owner'))
    assert.ok(names(migrate).includes('ConnectionStrings__Owner'))
    assert.deepEqual(migrate.containers[0].args, ['migrate'])
    assert.equal(of('Job').metadata.annotations['helm.sh/hook'], 'pre-install,pre-upgrade')
  })

  it('runs as nobody in particular, with a read-only root and no privileges', () => {
    for (const pod of pods()) {
      assert.equal(pod.securityContext.runAsNonRoot, true)
      assert.equal(pod.automountServiceAccountToken, false)
      const security = pod.containers[0].securityContext
      assert.equal(security.readOnlyRootFilesystem, true)
      assert.equal(security.allowPrivilegeEscalation, false)
      assert.deepEqual(security.capabilities.drop, ['ALL'])
      assert.deepEqual(pod.containers[0].volumeMounts.map((m) => m.mountPath), ['/tmp'])
    }
  })

  it('keeps a node running through upgrades and drains', () => {
    assert.ok(of('Deployment').spec.replicas >= 2)
    assert.equal(of('Deployment').spec.strategy.rollingUpdate.maxUnavailable, 0)
    assert.equal(of('PodDisruptionBudget').spec.maxUnavailable, 1)
  })
})
