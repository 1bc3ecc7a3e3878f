// What somebody is woken for, by mail. What each alert means, and what to do then, stands in docs/operations.md.

param name string
param location string
param tags object
param addresses string[]
param serviceBus string
param workspace string
param applicationInsights string
param healthUrl string

// Three, so that what one of them alone sees is not taken for a failure of the API.
var testLocations = ['emea-nl-ams-azr', 'emea-fr-pra-edge', 'emea-gb-db3-azr']

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  name: serviceBus
}

resource logs 'Microsoft.OperationalInsights/workspaces@2026-03-01' existing = {
  name: workspace
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsights
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'dfm-portal'
    emailReceivers: [for address in addresses: { name: address, emailAddress: address, useCommonAlertSchema: true }]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'dead-letters-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message lies in the dead-letter queue of a queue: a mail, a command\'s effects or a scan result that could not be processed.'
    enabled: true
    severity: 1
    scopes: [namespace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'any'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

// Queries over the workspace. Texts and metrics are the app's own: tests look for each of them in the code.
var queries = {
  failures: {
    description: 'Requests are answered with 5xx.'
    severity: 1
    every: 'PT5M'
    over: 'PT15M'
    moreThan: 5
    query: 'AppRequests | where toint(ResultCode) >= 500'
  }
  'errors-logged': {
    description: 'The app has logged an error: something waits for a person.'
    severity: 2
    every: 'PT15M'
    over: 'PT15M'
    moreThan: 0
    // What is logged with an exception lies in AppExceptions.
    query: 'union AppTraces, AppExceptions | where SeverityLevel >= 3'
  }
  'late-lifecycles': {
    description: 'Effects of commands wait for more than ten minutes: orchestrations were not started, or were not told of a transition.'
    severity: 1
    every: 'PT15M'
    over: 'PT30M'
    moreThan: 0
    query: '''
      union AppTraces, AppExceptions
      | extend Text = strcat(Message, OuterMessage, tostring(Properties))
      | where Text contains "its effects still wait" or Text contains "keep failing: message dead-lettered"
      | project TimeGenerated
      | union (AppMetrics | where Name == "dfm.lifecycle.lag" or Name == "dfm.outbox.dispatch_lag" | where Max > 600 | project TimeGenerated)
    '''
  }
}

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in items(queries): {
    name: '${alert.key}-${name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.key
      description: alert.value.description
      enabled: true
      severity: alert.value.severity
      scopes: [logs.id]
      evaluationFrequency: alert.value.every
      windowSize: alert.value.over
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.value.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.value.moreThan
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id] }
    }
  }
]

resource availabilityTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${name}'
  location: location
  // The link to the component is a tag.
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: 'health-${name}'
    SyntheticMonitorId: 'health-${name}'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [for place in testLocations: { Id: place }]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource unavailable 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'unavailable-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The API does not answer at ${healthUrl}, seen from two of three places.'
    enabled: true
    severity: 0
    scopes: [availabilityTest.id, insights.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: availabilityTest.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: operators.id }]
  }
}
