using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>The list of what does not start, and the sentence that says why.</summary>
public sealed class RefusalTests
{
    private const string Setting = "%Missing%";

    [Theory]
    [InlineData(typeof(Refused.NoTrigger), "Function 'Refused' (Dfm.LocalRuntime.Tests.Worker.Refused+NoTrigger.Run) has 0 triggers")]
    [InlineData(typeof(Refused.TwoTriggers), "has 2 triggers; one is needed")]
    [InlineData(typeof(Refused.SameNames), "Two functions are named 'REFUSED'.")]
    [InlineData(typeof(Refused.SameActivities), "Two activities are named 'act'.")]
    [InlineData(typeof(Refused.SameOrchestrators), "Two orchestrators are named 'Second'.")]
    [InlineData(typeof(Refused.NameOfDigits), "Function '2nd' (Dfm.LocalRuntime.Tests.Worker.Refused+NameOfDigits.Run) has no valid name")]
    [InlineData(typeof(Refused.NameWithDot), "has no valid name")]
    [InlineData(typeof(Refused.NameTooLong), "has no valid name: a letter, then letters, digits, '_' and '-', at most 127 characters")]
    [InlineData(typeof(Refused.NameHost), "has no valid name")]
    [InlineData(typeof(Refused.InternalMethod), "is not a public method without type parameters of a public class")]
    [InlineData(typeof(Refused.GenericMethod), "is not a public method without type parameters of a public class")]
    [InlineData(typeof(Refused.GenericClass<>), "is not a public method without type parameters of a public class")]
    [InlineData(typeof(Refused.InternalClass), "is not a public method without type parameters of a public class")]
    [InlineData(typeof(Refused.AbstractClass), "is an instance method of an abstract class")]
    [InlineData(typeof(Refused.AsyncVoid), "is 'async void'")]
    [InlineData(typeof(Refused.ByReference), "takes 'number' by reference")]
    [Documented(WorkerPages.Methods)]
    public void Method_ThatIsNoFunction_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.HttpFromText), "its trigger's parameter is a System.String; it must be a HttpRequest.")]
    [InlineData(typeof(Refused.HttpFromObject), "a Dfm.LocalRuntime.Tests.Worker.Refused; it must be a HttpRequest.")]
    [InlineData(typeof(Refused.TimerFromText), "its trigger's parameter is a System.String; it must be a TimerInfo.")]
    [InlineData(typeof(Refused.Batch), "it must be a single message or its body.")]
    [InlineData(typeof(Refused.OrchestratorFromText), "it must be a TaskOrchestrationContext.")]
    [InlineData(typeof(Refused.OwnTrigger), "the trigger Dfm.LocalRuntime.Tests.Worker.Refused+OwnTriggerAttribute is not honoured.")]
    [InlineData(typeof(Refused.OwnInput), "OwnInputAttribute on the parameter 'number' of type System.Int32 is not honoured.")]
    [InlineData(typeof(Refused.OwnOutput), "has an output binding; there are none.")]
    [InlineData(typeof(Refused.ClientOfAnotherType), "DurableClientAttribute on the parameter 'client' of type System.String")]
    [InlineData(typeof(Refused.ClientOfAnotherHub), "TaskHub and ConnectionName of 'client' are not honoured")]
    [InlineData(typeof(Refused.ClientOfAnotherStorage), "TaskHub and ConnectionName of 'client' are not honoured")]
    public void Binding_NotHonoured_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.UnknownParameter), "nothing provides the parameter 'number' of type System.Int32.")]
    [InlineData(typeof(Refused.BodyParameter), "nothing provides the parameter 'body' of type Dfm.LocalRuntime.Tests.Worker.Refused.")]
    [InlineData(typeof(Refused.QueryParameter), "nothing provides the parameter 'page' of type System.Nullable`1[System.Int32].")]
    [InlineData(typeof(Refused.OrchestratorWithInput), "nothing provides the parameter 'input' of type System.String.")]
    [InlineData(typeof(Refused.ActionsOfATimer), "nothing provides the parameter 'actions'")]
    [InlineData(typeof(Refused.RouteEnum), "the route value 'day' cannot become a System.DayOfWeek, but one of String, Guid,")]
    [InlineData(typeof(Refused.RouteDate), "the route value 'day' cannot become a System.DateOnly")]
    [InlineData(typeof(Refused.RouteObject), "the route value 'id' cannot become a Dfm.LocalRuntime.Tests.Worker.Refused")]
    public void Parameter_ThatNothingProvides_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.NumberOfHttp), "its result of type System.Int32 goes nowhere.")]
    [InlineData(typeof(Refused.ObjectOfHttp), "its result of type Dfm.LocalRuntime.Tests.Worker.Refused goes nowhere.")]
    [InlineData(typeof(Refused.ResultOfTimer), "its result of type System.String goes nowhere.")]
    [InlineData(typeof(Refused.ResultOfMessage), "its result of type System.String goes nowhere.")]
    public void Result_ThatGoesNowhere_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.LeadingSlash), "the route '/items' is not valid: The route template separator character '/' cannot appear")]
    [InlineData(typeof(Refused.TrailingSlash), "the route 'items/' is empty or begins or ends with a slash")]
    [InlineData(typeof(Refused.EmptyRoute), "the route '' is empty or begins or ends with a slash")]
    [Documented(WorkerPages.SlashedRoute)]
    public void Route_ThatBeginsOrEndsWithASlash_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.BrokenRoute), "the route 'items/{id' is not valid")]
    [InlineData(typeof(Refused.UnknownConstraint), "has an unknown constraint 'whole'")]
    [InlineData(typeof(Refused.BrokenConstraint), "has an invalid constraint 'min(x)'")]
    [InlineData(typeof(Refused.EmptyMethod), "one of its HTTP methods is empty")]
    public void Route_NotUnderstood_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData(typeof(Refused.AdminRoute), "api", "the route 'administration/users' begins with 'admin', which Azure keeps for itself.")]
    [InlineData(typeof(Refused.LocalRoute), "admin", "the route 'local/x' lies below 'admin', which is reserved.")]
    [InlineData(typeof(Refused.RuntimeRoute), "", "the route 'runtime/x' lies below 'runtime', which is reserved.")]
    [InlineData(typeof(Refused.LocalRoute), "", "the route 'local/x' lies below 'local', which is reserved.")]
    [Documented(WorkerPages.ReservedRoutes)]
    public void Route_BelowAReservedOne_IsRefused(Type functions, string prefix, string expected) => AssertRefused(
        functions, expected, $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""");

    [Theory]
    [InlineData(typeof(Refused.SameRoutes))]
    [InlineData(typeof(Refused.SameRoutesOfOtherNames))]
    [InlineData(typeof(Refused.AnyMethodAndOne))]
    [Documented(WorkerPages.ConflictingRoutes)]
    public void TwoFunctions_OfOneRouteAndMethod_AreRefused(Type functions) =>
        AssertRefused(functions, "Functions 'First' and 'Second' take the same requests");

    [Fact]
    [Documented(WorkerPages.RoutePrecedence)]
    public void Routes_ThatAzureWouldTakeByTheirNamesOrder_AreRefused() => AssertRefused(
        typeof(Refused.LessSpecificFirst),
        "Functions 'Details' and 'List' take the same requests: Azure would take the first by name, not the more specific route.");

    [Theory]
    [InlineData(typeof(Refused.FourFields), "Function 'Refused': the schedule '0 8 * *' is not an NCRONTAB expression.")]
    [InlineData(typeof(Refused.OutOfRange), "the schedule '0 60 8 * * *' is not an NCRONTAB expression.")]
    [InlineData(typeof(Refused.Never), "the schedule '0 0 0 30 2 *' never occurs.")]
    [InlineData(typeof(Refused.Interval), "the schedule '00:05:00' is an interval, which Azure honours on an App Service plan alone.")]
    [InlineData(typeof(Refused.ScheduleMissing), "The setting 'Missing' is missing; '%Missing%' needs it.")]
    [InlineData(typeof(Refused.MonitorWithoutStorage), "The setting 'AzureWebJobsStorage' is missing; a timer with UseMonitor needs it.")]
    [InlineData(typeof(Refused.QueueMissing), "The setting 'Missing' is missing; '%Missing%' needs it.")]
    [InlineData(typeof(Refused.ConnectionMissing), "The setting 'AzureWebJobsServiceBus' is missing; its trigger needs it.")]
    [InlineData(typeof(Refused.DurableWithoutStorage), "The setting 'AzureWebJobsStorage' is missing; durable functions need it.")]
    public void ScheduleOrSetting_NotHonoured_IsRefused(Type functions, string expected) => AssertRefused(functions, expected);

    [Theory]
    [InlineData("PORT", "many", "The setting 'PORT' is 'many'; a number from 0 to 65535 is due.")]
    [InlineData("PORT", "70000", "The setting 'PORT' is '70000'; a number from 0 to 65535 is due.")]
    [InlineData("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "0", "The setting 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT' is '0'; a number from 1")]
    public void Setting_NotANumber_IsRefused(string setting, string value, string expected) =>
        AssertSettingRefused(setting, value, expected);

    [Fact]
    [Documented(WorkerPages.TimeZone)]
    public void TimeZone_OfTimers_IsRefused() => AssertSettingRefused(
        "WEBSITE_TIME_ZONE", "Romance Standard Time", "The setting 'WEBSITE_TIME_ZONE' is not honoured: timers run in UTC.");

    [Fact]
    public void HttpFunction_WithoutWebApplication_IsRefused()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Builder(typeof(Plain)).Build());

        Assert.Contains("call ConfigureFunctionsWebApplication() on the builder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Documented(WorkerPages.MiddlewareOrder)]
    public void MiddlewareBeforeTheWebApplication_IsRefused_BecauseItWouldSeeNoHttpContext()
    {
        var builder = Builder(typeof(Plain));
        builder.UseMiddleware((_, next) => next());
        builder.ConfigureFunctionsWebApplication();

        var refusal = Assert.Throws<InvalidOperationException>(() => builder.Build());

        Assert.StartsWith("Call ConfigureFunctionsWebApplication() before any middleware", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Documented(WorkerPages.Injection)]
    public void Constructor_ThatAsksForAServiceNobodyRegistered_IsRefused()
    {
        AssertRefused(
            typeof(NeedsService),
            "RefusalTests+NeedsService: its constructor's parameter 'address' needs a service System.Uri; none is registered.");

        using var host = TestApp.Build(
            typeof(NeedsService).FullName!, configure: builder => builder.Services.AddSingleton(new Uri("https://example.com")));
    }

    [Fact]
    public void AllProblems_AreToldTogether()
    {
        var refusal = Refusal(typeof(Many), """{ "version": "2.0", "id": "x", "watchDirectories": [ "x" ] }""");

        Assert.Equal(
            [
                "host.json: 'id' with the value \"x\" is not honoured by the local runtime.",
                "host.json: 'watchDirectories' with the value [ \"x\" ] is not honoured by the local runtime.",
                "Function 'NoResult': its result of type System.Int32 goes nowhere.",
                "Function 'NoParameter': nothing provides the parameter 'number' of type System.Int32.",
                "Function 'NoSchedule': The setting 'Missing' is missing; '%Missing%' needs it.",
            ],
            refusal.Split(Environment.NewLine));
    }

    private static void AssertRefused(Type functions, string expected, string? hostJson = null) =>
        Assert.Contains(expected, Refusal(functions, hostJson), StringComparison.Ordinal);

    private static void AssertSettingRefused(string setting, string value, string expected)
    {
        var refusal = Assert.Throws<InvalidOperationException>(
            () => TestApp.Build(typeof(OneTimer).FullName!, settings: new Dictionary<string, string> { [setting] = value }));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private static string Refusal(Type functions, string? hostJson)
    {
        var settings = new Dictionary<string, string>();
        if (hostJson is not null)
            File.WriteAllText(settings[HostJson.Setting] = Path.GetTempFileName(), hostJson);
        return Assert.Throws<InvalidOperationException>(() => TestApp.Build(functions.FullName!, settings: settings)).Message;
    }

    private static FunctionsApplicationBuilder Builder(Type functions)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration[FunctionCatalog.Setting] = $"{typeof(RefusalTests).Assembly.GetName().Name}:{functions.FullName}";
        return builder;
    }

    public static class Plain
    {
        [Function("Plain")]
        public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
    }

    public static class OneTimer
    {
        [Function("OneTimer")]
        public static void Run([TimerTrigger("0 0 8 * * *", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public sealed class NeedsService(Uri address)
    {
        [Function("NeedsService")]
        public IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Text(address.ToString());
    }

    public static class Many
    {
        [Function("NoResult")]
        public static int First([HttpTrigger("get")] HttpRequest request) => 1;

        [Function("NoParameter")]
        public static void Second([HttpTrigger("get")] HttpRequest request, int number)
        {
        }

        [Function("NoSchedule")]
        public static void Third([TimerTrigger(Setting, UseMonitor = false)] TimerInfo timer)
        {
        }
    }
}
