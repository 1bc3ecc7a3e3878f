using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Functions that must not start: each class is named for the reason.</summary>
public sealed class Refused
{
    private const string Name = "Refused";

    public static class NoTrigger
    {
        [Function(Name)]
        public static void Run(HttpRequest request)
        {
        }
    }

    public static class TwoTriggers
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }

    public static class SameNames
    {
        [Function("Refused")]
        public static void First([HttpTrigger] HttpRequest request)
        {
        }

        [Function("REFUSED")]
        public static void Second([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class SameActivities
    {
        [Function("First")]
        public static string First([ActivityTrigger(Activity = "Act")] string input) => input;

        [Function("Second")]
        public static string Second([ActivityTrigger(Activity = "act")] string input) => input;
    }

    public static class SameOrchestrators
    {
        [Function("First")]
        public static string First([OrchestrationTrigger(Orchestration = "Second")] TaskOrchestrationContext context) => "";

        [Function("Second")]
        public static string Second([OrchestrationTrigger] TaskOrchestrationContext context) => "";
    }

    public static class NameOfDigits
    {
        [Function("2nd")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class NameWithDot
    {
        [Function("Order.Raised")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class NameTooLong
    {
        [Function("A12345678901234567890123456789012345678901234567890123456789012"
            + "12345678901234567890123456789012345678901234567890123456789012345")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class NameHost
    {
        [Function("Host")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class InternalMethod
    {
        [Function(Name)]
        internal static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class GenericMethod
    {
        [Function(Name)]
        public static void Run<T>([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class GenericClass<T>
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    internal static class InternalClass
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public abstract class AbstractClass
    {
        [Function(Name)]
        public IResult Run([HttpTrigger] HttpRequest request) => Results.Text(ToString());
    }

    public static class AsyncVoid
    {
        [Function(Name)]
        public static async void Run([HttpTrigger] HttpRequest request) => await Task.Yield();
    }

    public static class ByReference
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{number}")] HttpRequest request, in int number)
        {
        }
    }

    public static class HttpFromText
    {
        [Function(Name)]
        public static void Run([HttpTrigger] string body)
        {
        }
    }

    public static class HttpFromObject
    {
        [Function(Name)]
        public static void Run([HttpTrigger] Refused body)
        {
        }
    }

    public static class TimerFromText
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 0 0 * * *", UseMonitor = false)] string timer)
        {
        }
    }

    public static class Batch
    {
        [Function(Name)]
        public static void Run([ServiceBusTrigger("queue", Connection = "ServiceBus")] ServiceBusReceivedMessage[] messages)
        {
        }
    }

    public static class OrchestratorFromText
    {
        [Function(Name)]
        public static void Run([OrchestrationTrigger] string input)
        {
        }
    }

    public static class OwnTrigger
    {
        [Function(Name)]
        public static void Run([OwnTrigger] string input)
        {
        }
    }

    public static class OwnInput
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [OwnInput] int number)
        {
        }
    }

    public static class OwnOutput
    {
        [Function(Name)]
        [OwnOutput]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class ClientOfAnotherType
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient] string client)
        {
        }
    }

    public static class ClientOfAnotherHub
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient(TaskHub = "Other")] DurableTaskClient client)
        {
        }
    }

    public static class ClientOfAnotherStorage
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient(ConnectionName = "Other")] DurableTaskClient client)
        {
        }
    }

    public static class UnknownParameter
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{other}")] HttpRequest request, int number)
        {
        }
    }

    public static class BodyParameter
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [Microsoft.AspNetCore.Mvc.FromBody] Refused body)
        {
        }
    }

    public static class QueryParameter
    {
        [Function(Name)]
        public static void Run([HttpTrigger] HttpRequest request, [Microsoft.AspNetCore.Mvc.FromQuery] int? page)
        {
        }
    }

    public static class OrchestratorWithInput
    {
        [Function(Name)]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context, string input)
        {
        }
    }

    public static class ActionsOfATimer
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 0 0 * * *", UseMonitor = false)] TimerInfo timer, ServiceBusMessageActions actions)
        {
        }
    }

    public static class RouteEnum
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{day}")] HttpRequest request, DayOfWeek day)
        {
        }
    }

    public static class RouteDate
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{day}")] HttpRequest request, DateOnly day)
        {
        }
    }

    public static class RouteObject
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{id}")] HttpRequest request, Refused id)
        {
        }
    }

    public static class NumberOfHttp
    {
        [Function(Name)]
        public static Task<int> Run([HttpTrigger] HttpRequest request) => Task.FromResult(1);
    }

    public static class ObjectOfHttp
    {
        [Function(Name)]
        public static Refused Run([HttpTrigger] HttpRequest request) => new();
    }

    public static class ResultOfTimer
    {
        [Function(Name)]
        public static string Run([TimerTrigger("0 0 0 * * *", UseMonitor = false)] TimerInfo timer) => "";
    }

    public static class ResultOfMessage
    {
        [Function(Name)]
        public static ValueTask<string> Run([ServiceBusTrigger("queue", Connection = "ServiceBus")] string message) => new("");
    }

    public static class EmptyRoute
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "")] HttpRequest request)
        {
        }
    }

    public static class LeadingSlash
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "/items")] HttpRequest request)
        {
        }
    }

    public static class TrailingSlash
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/")] HttpRequest request)
        {
        }
    }

    public static class BrokenRoute
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{id")] HttpRequest request)
        {
        }
    }

    public static class UnknownConstraint
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{id:whole}")] HttpRequest request)
        {
        }
    }

    public static class BrokenConstraint
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "items/{id:min(x)}")] HttpRequest request)
        {
        }
    }

    public static class AdminRoute
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "administration/users")] HttpRequest request)
        {
        }
    }

    public static class SameRoutes
    {
        [Function("First")]
        public static void First([HttpTrigger("get", "post", Route = "items/{id}")] HttpRequest request)
        {
        }

        [Function("Second")]
        public static void Second([HttpTrigger("POST", Route = "Items/{id}")] HttpRequest request)
        {
        }
    }

    public static class SameRoutesOfOtherNames
    {
        [Function("First")]
        public static void First([HttpTrigger("get", Route = "items/{id:int}/{part?}")] HttpRequest request)
        {
        }

        [Function("Second")]
        public static void Second([HttpTrigger("get", Route = "items/{number:int}/{name?}")] HttpRequest request)
        {
        }
    }

    public static class AnyMethodAndOne
    {
        [Function("First")]
        public static void First([HttpTrigger(Route = "items")] HttpRequest request)
        {
        }

        [Function("Second")]
        public static void Second([HttpTrigger("get", Route = "items")] HttpRequest request)
        {
        }
    }

    public static class LessSpecificFirst
    {
        [Function("Details")]
        public static void Details([HttpTrigger("get", Route = "products/{id}")] HttpRequest request)
        {
        }

        [Function("List")]
        public static void List([HttpTrigger("get", Route = "products/list")] HttpRequest request)
        {
        }
    }

    public static class EmptyMethod
    {
        [Function(Name)]
        public static void Run([HttpTrigger("get", " ")] HttpRequest request)
        {
        }
    }

    public static class RuntimeRoute
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "runtime/x")] HttpRequest request)
        {
        }
    }

    public static class LocalRoute
    {
        [Function(Name)]
        public static void Run([HttpTrigger(Route = "local/x")] HttpRequest request)
        {
        }
    }

    public static class FourFields
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 8 * *", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public static class OutOfRange
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 60 8 * * *", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public static class Never
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 0 0 30 2 *", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public static class Interval
    {
        [Function(Name)]
        public static void Run([TimerTrigger("00:05:00", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public static class ScheduleMissing
    {
        [Function(Name)]
        public static void Run([TimerTrigger("%Missing%", UseMonitor = false)] TimerInfo timer)
        {
        }
    }

    public static class MonitorWithoutStorage
    {
        [Function(Name)]
        public static void Run([TimerTrigger("0 0 8 * * *")] TimerInfo timer)
        {
        }
    }

    public static class QueueMissing
    {
        [Function(Name)]
        public static void Run([ServiceBusTrigger("%Missing%", Connection = "ServiceBus")] string message)
        {
        }
    }

    public static class ConnectionMissing
    {
        [Function(Name)]
        public static void Run([ServiceBusTrigger("queue")] string message)
        {
        }
    }

    public static class DurableWithoutStorage
    {
        [Function(Name)]
        public static string Run([ActivityTrigger] string input) => input;
    }

    /// <summary>A trigger of another extension.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OwnTriggerAttribute : TriggerBindingAttribute;

    /// <summary>An input of another extension.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OwnInputAttribute : InputBindingAttribute;

    /// <summary>An output of another extension.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OwnOutputAttribute : BindingAttribute;
}
