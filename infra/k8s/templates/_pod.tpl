{{- /* What migration and server share. Only functions of Go's own templates: any engine renders it. */ -}}
{{- define "contactcenter.labels" -}}
app.kubernetes.io/name: contactcenter
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "contactcenter.podSecurity" -}}
runAsNonRoot: true
        runAsUser: 1654
        runAsGroup: 1654
        seccompProfile:
          type: RuntimeDefault
{{- end }}

{{- define "contactcenter.containerSecurity" -}}
allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
{{- end }}

{{- define "contactcenter.logins" -}}
- name: ConnectionStrings__Web
              valueFrom:
                secretKeyRef:
                  name: {{ printf "%q" .Values.secrets.server }}
                  key: web
            - name: ConnectionStrings__Jobs
              valueFrom:
                secretKeyRef:
                  name: {{ printf "%q" .Values.secrets.server }}
                  key: jobs
{{- end }}
