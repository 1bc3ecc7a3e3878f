// Where logs, traces and metrics go. Nobody writes there by a key.

param name string
param location string
param tags object

@description('Free up to 31 days; an incident is found sooner than that.')
param retentionDays int = 31

@description('A log that runs wild stops here until the next day, and costs no more.')
param dailyLimitGb int = 2

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyLimitGb }
    features: { disableLocalAuth: true }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

output workspace string = workspace.name
output applicationInsights string = applicationInsights.name
