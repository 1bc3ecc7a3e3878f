// The static front-end. No backend is linked to it: a linked function app would answer nobody else (SendGrid, Power Automate).

param name string
param location string
param tags object

@description('Standard has a guaranteed availability; Free has none.')
param standard bool

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: standard ? { name: 'Standard', tier: 'Standard' } : { name: 'Free', tier: 'Free' }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output name string = site.name
output host string = site.properties.defaultHostname
