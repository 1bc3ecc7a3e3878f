namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>The public pages that document the worker.</summary>
internal static class WorkerPages
{
    private const string Learn = "https://learn.microsoft.com/azure/azure-functions/";
    private const string HttpTrigger = Learn + "functions-bindings-http-webhook-trigger";
    private const string Guide = Learn + "dotnet-isolated-process-guide";
    private const string HostJsonPage = Learn + "functions-host-json";
    private const string Timer = Learn + "functions-bindings-timer";
    private const string AppSettings = Learn + "functions-app-settings";

    public const string HttpAttributes = HttpTrigger + "#attributes";
    public const string HttpEndpoint = HttpTrigger + "#customize-the-http-endpoint";
    public const string HttpAuthorisation = HttpTrigger + "#http-auth";
    public const string RouteConstraints = "https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints";
    public const string RouteTemplates = "https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates";
    public const string WrongMethod = "https://github.com/Azure/azure-functions-host/issues/10098";
    public const string HeadOfGet = "https://github.com/Azure/azure-functions-host/issues/11625";
    public const string RoutePrecedence = "https://github.com/Azure/azure-functions-host/issues/9876";
    public const string ReservedRoutes = "https://github.com/Azure/azure-functions-host/issues/5322";
    public const string ConflictingRoutes = "https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Host/ScriptHost.cs";
    public const string SlashedRoute = "https://github.com/MicrosoftDocs/azure-docs/issues/69447";
    public const string Converters = "https://github.com/Azure/azure-functions-dotnet-worker/tree/main/src/DotNetWorker.Core/Converters";
    public const string InputBinding = "https://github.com/Azure/azure-functions-dotnet-worker/blob/main/src/DotNetWorker.Core/Context/"
        + "Features/DefaultFunctionInputBindingFeature.cs";
    public const string ActionResults = "https://learn.microsoft.com/aspnet/core/web-api/action-return-types";
    public const string ContentNegotiation = "https://learn.microsoft.com/aspnet/core/web-api/advanced/formatting#content-negotiation";
    public const string ProblemDetails = "https://learn.microsoft.com/aspnet/core/fundamentals/error-handling-api";

    public const string AspNetCore = Guide + "#aspnet-core-integration";
    public const string Middleware = Guide + "#middleware";
    public const string MiddlewareOrder = "https://github.com/Azure/azure-functions-dotnet-worker/blob/main/extensions/"
        + "Worker.Extensions.Http.AspNetCore/src/FunctionsMiddleware/FunctionsHttpProxyingMiddleware.cs";
    public const string Injection = Guide + "#dependency-injection";
    public const string Methods = Guide + "#methods-recognized-as-functions";
    public const string Parameters = Guide + "#function-parameters";
    public const string Context = Guide + "#execution-context";
    public const string Cancellation = Guide + "#cancellation-tokens";
    public const string Logging = Guide + "#logging";
    public const string Errors = Learn + "functions-bindings-error-pages";

    public const string HostJson = HostJsonPage;
    public const string HostJsonOverrides = HostJsonPage + "#override-hostjson-values";
    public const string TaskHubs = Learn + "durable/durable-functions-task-hubs#task-hub-names";
    public const string Disable = Learn + "disable-function";
    public const string BodySizeLimit = AppSettings + "#functions_request_body_size_limit";
    public const string TimeZone = AppSettings + "#website_time_zone";

    public const string TimerAttributes = Timer + "#attributes";
    public const string TimerUsage = Timer + "#usage";
    public const string Ncrontab = Timer + "#ncrontab-expressions";
    public const string NcrontabFields = "https://github.com/Azure/azure-webjobs-sdk-extensions/blob/dev/src/WebJobs.Extensions/"
        + "Extensions/Timers/Scheduling/CronSchedule.cs";
    public const string TimerInterval = Timer + "#timespan";
    public const string TimerRetries = Timer + "#retry-behavior";
    public const string TimerListener = "https://github.com/Azure/azure-webjobs-sdk-extensions/blob/dev/src/WebJobs.Extensions/"
        + "Extensions/Timers/Listener/TimerListener.cs";
}
