// The portal in one resource group. Deploy it with one of the parameter files beside it; docs/operations.md says how.

import { environmentSettings, mailSettings } from 'types.bicep'

targetScope = 'resourceGroup'

param environment environmentSettings

param location string = resourceGroup().location

@description('Static Web Apps exist in few regions; its content is served from everywhere.')
param siteLocation string = 'westeurope'

param mail mailSettings

@description('SendGrid\'s API: https://api.sendgrid.com, or https://api.eu.sendgrid.com for an account whose data stays in the EU.')
param sendGridHost string

@minLength(1)
@description('Who is told by mail when an alert fires.')
param alertAddresses string[]

@minValue(1)
@description('Up to so many GB of attachments a month are scanned. Those beyond stay in quarantine until somebody raises the limit.')
param scanLimit int

@minValue(7)
@maxValue(365)
@description('For how many days deleted or overwritten blobs can be brought back.')
param recoveryDays int = 30

var name = 'dfm-portal-${environment.name}'
var token = uniqueString(resourceGroup().id, environment.name)
var tags = { application: 'dfm-portal', environment: environment.name, 'azd-env-name': environment.name }
var domain = environment.?domain
var siteHost = domain == null ? site.outputs.host : '${domain!.site}.${domain!.registrable}'
var apiHost = domain == null ? app.outputs.host : '${domain!.api}.${domain!.registrable}'

// Named here, since more than one module speaks of them.
var scanQueue = 'malware-scans'
var packages = 'app-packages'

module identity 'modules/identity.bicep' = {
  params: { name: 'id-${name}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: { name: name, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'dfm${environment.name}${token}'
    location: location
    tags: tags
    packages: packages
    recoveryDays: recoveryDays
    redundant: environment.name == 'prod'
  }
}

module serviceBus 'modules/serviceBus.bicep' = {
  params: { name: 'sb-${name}-${token}', location: location, tags: tags, scanQueue: scanQueue }
}

module keyVault 'modules/keyVault.bicep' = {
  params: { name: 'kv-${environment.name}-${token}', location: location, tags: tags }
}

module malwareScanning 'modules/malwareScanning.bicep' = {
  params: {
    name: 'evgt-${name}-${token}'
    location: location
    tags: tags
    storageAccount: storage.outputs.name
    packages: packages
    serviceBus: serviceBus.outputs.name
    queue: scanQueue
    scanLimit: scanLimit
  }
}

module site 'modules/site.bicep' = {
  params: { name: 'stapp-${name}', location: siteLocation, tags: tags, standard: environment.name == 'prod' }
}

module app 'modules/functionApp.bicep' = {
  params: {
    name: 'func-${name}-${token}'
    location: location
    tags: tags
    identity: identity.outputs.reference
    scale: environment.scale
    storage: storage.outputs.reference
    serviceBusHost: serviceBus.outputs.host
    vaultUri: keyVault.outputs.uri
    applicationInsights: monitoring.outputs.applicationInsights
    site: 'https://${siteHost}'
    mail: mail
    sendGridHost: sendGridHost
  }
  // Not before it may read what it is configured with.
  dependsOn: [roles]
}

module roles 'modules/roles.bicep' = {
  params: {
    principal: identity.outputs.reference.principalId
    storageAccount: storage.outputs.name
    serviceBus: serviceBus.outputs.name
    keyVault: keyVault.outputs.name
    applicationInsights: monitoring.outputs.applicationInsights
  }
}

module siteDomain 'modules/siteDomain.bicep' = if (domain != null) {
  params: { site: site.outputs.name, host: siteHost }
}

module apiDomain 'modules/apiDomain.bicep' = if (domain != null) {
  params: { app: app.outputs.name, host: apiHost, location: location }
}

module diagnostics 'modules/diagnostics.bicep' = {
  params: {
    workspace: monitoring.outputs.workspace
    storageAccount: storage.outputs.name
    serviceBus: serviceBus.outputs.name
    keyVault: keyVault.outputs.name
    scanTopic: malwareScanning.outputs.topic
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    addresses: alertAddresses
    serviceBus: serviceBus.outputs.name
    workspace: monitoring.outputs.workspace
    applicationInsights: monitoring.outputs.applicationInsights
    healthUrl: 'https://${apiHost}/api/health'
  }
}

output appName string = app.outputs.name
output siteName string = site.outputs.name
output keyVaultName string = keyVault.outputs.name
output siteUrl string = 'https://${siteHost}'
output apiUrl string = 'https://${apiHost}/api'
